/** What a part of the soak tells when it is asked. */
export interface Report {
  /** Bytes of its heap after two forced collections. */
  readonly heap: number
  readonly tally?: Tally
}

/** Deliveries so far. */
export interface Tally {
  delivered: number
  /** Not there when patience was over. */
  lost: number
  /** Came before an event that was triggered earlier, or twice. */
  disordered: number
  reconnects: number
  rounds: number
}

/** Answers the parent process; the heap is measured without what is garbage already. */
export function answerParent(tally?: Tally): void {
  process.on('message', () => {
    const { gc } = globalThis
    if (gc === undefined) throw new Error('Run with --expose-gc')
    gc()
    gc()
    const report: Report = { heap: process.memoryUsage().heapUsed, ...(tally && { tally }) }
    process.send?.(report)
  })
  process.on('disconnect', () => process.exit())
}
