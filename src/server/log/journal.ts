import type { Engine } from '../engine.ts'
import type { JournalEntry } from './journal-entry.ts'

/** Keeps the last of what happens around the frames; costs a frame nothing. */
export class Journal {
  readonly #capacity: number
  readonly #events: Engine['events']
  #entries: JournalEntry[] = []

  constructor({ events, options }: Pick<Engine, 'events' | 'options'>) {
    this.#capacity = options.frameLogSize
    this.#events = events
    const { clock } = options
    events.on('rest', (call) => this.#add({ kind: 'rest', ...call }))
    events.on('fault', (fault) => this.#add({ kind: 'fault', ...fault }))
    events.on('webhook', (event) => this.#add({ kind: 'webhook', time: clock.now(), event }))
    events.on('disconnection', (end) =>
      this.#add({ kind: 'disconnection', time: clock.now(), ...end }),
    )
    events.on('reset', () => {
      this.#entries = []
    })
  }

  /** Oldest first. */
  list(): JournalEntry[] {
    return this.#entries.slice(-this.#capacity)
  }

  /** Forgets in batches, so that one entry more does not move all others. */
  #add(entry: JournalEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length >= 2 * this.#capacity) this.#entries = this.list()
    this.#events.emit('journal', entry)
  }
}
