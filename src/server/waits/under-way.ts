/**
 * A turn of a door: resolves when whatever waited in it has run, with whether nothing more is on its way.
 * One that never resolves keeps `settled` waiting until its timeout.
 */
export type DoorTurn = () => boolean | Promise<boolean>

/** What is on its way between the service and its clients, as far as their doors know. */
export class UnderWay {
  readonly #open = new Map<symbol, string>()
  readonly #turns = new Set<DoorTurn>()
  #changes = 0

  /** Counts whatever began or ended. */
  get changes(): number {
    return this.#changes
  }

  /** @param what in the words of a message: "an authorization request" @returns ends it; harmless when repeated */
  begin(what: string): () => void {
    const mark = Symbol(what)
    this.#open.set(mark, what)
    this.#changes += 1
    return () => {
      if (this.#open.delete(mark)) this.#changes += 1
    }
  }

  /** Counts as under way until it is over, however it ends. */
  async track<Result>(what: string, work: Promise<Result>): Promise<Result> {
    const end = this.begin(what)
    try {
      return await work
    } finally {
      end()
    }
  }

  /** Asks a door in each turn. @returns asks it no longer */
  watch(turn: DoorTurn): () => void {
    this.#turns.add(turn)
    return () => this.#turns.delete(turn)
  }

  /** Lets every door have its turn. @returns whether nothing is on its way */
  async turn(): Promise<boolean> {
    const quiet = await Promise.all([...this.#turns].map((turn) => turn()))
    return quiet.every(Boolean) && this.#open.size === 0
  }

  /** What has not come to its end, oldest first. */
  list(): readonly string[] {
    return [...this.#open.values()]
  }
}
