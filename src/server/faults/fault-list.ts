import type { Fault, FaultName, FaultOf, FaultOptions, FaultRecord } from './fault.ts'

/** What the list tells the engine. */
export interface FaultListener {
  now(): number
  /** The list has changed. */
  changed(): void
  /** A fault has begun or ended. */
  tell(record: FaultRecord): void
}

/** The faults of a fake that are active, oldest first. Whatever a fault does is asked of this list. */
export class FaultList {
  readonly #listener: FaultListener
  #active: readonly FaultOf<FaultName>[] = []
  readonly #uses = new WeakMap<FaultOf<FaultName>, number>()
  #lastId = 0

  constructor(listener: FaultListener) {
    this.#listener = listener
  }

  list(): readonly Fault[] {
    return this.#active as readonly Fault[]
  }

  has(name: FaultName): boolean {
    return this.#active.some((fault) => fault.name === name)
  }

  /** Of several of a name the latest counts. */
  latest<Name extends FaultName>(
    name: Name,
    matches: (options: FaultOptions[Name]) => boolean = () => true,
  ): FaultOf<Name> | undefined {
    return this.#active.findLast(
      (fault): fault is FaultOf<Name> =>
        fault.name === name && matches(fault.options as FaultOptions[Name]),
    )
  }

  /** Those of a name, the oldest first. */
  all<Name extends FaultName>(name: Name): readonly FaultOf<Name>[] {
    return this.#active.filter((fault): fault is FaultOf<Name> => fault.name === name)
  }

  begin<Name extends FaultName>(name: Name, options: FaultOptions[Name]): FaultOf<Name> {
    this.#lastId += 1
    const fault = { id: this.#lastId, name, options, since: this.#listener.now() }
    this.#active = [...this.#active, fault]
    this.#listener.changed()
    this.#tell(fault, 'begin')
    return fault
  }

  /** Counts a use of a fault, which ends when it is used up. */
  use(fault: FaultOf<FaultName> & { readonly options: { readonly times?: number } }): void {
    const uses = (this.#uses.get(fault) ?? 0) + 1
    this.#uses.set(fault, uses)
    if (uses >= (fault.options.times ?? Number.POSITIVE_INFINITY))
      this.end(({ id }) => id === fault.id)
  }

  /** @returns whether there was one */
  end(which: (fault: FaultOf<FaultName>) => boolean): boolean {
    const ended = this.#active.filter(which)
    if (ended.length === 0) return false
    this.#active = this.#active.filter((fault) => !ended.includes(fault))
    this.#listener.changed()
    for (const fault of ended) this.#tell(fault, 'end')
    return true
  }

  #tell(fault: FaultOf<FaultName>, phase: FaultRecord['phase']): void {
    const { id, name, options } = fault
    const uses = this.#uses.get(fault)
    const record = { time: this.#listener.now(), id, name, phase, options }
    this.#listener.tell(uses === undefined ? record : { ...record, uses })
  }
}
