import type { Emitter } from '../emitter.ts'
import type { PusherFakeEvents } from '../events.ts'
import { BoundedLog, type LogBounds } from './bounded-log.ts'
import type { Happening, JournalEntry } from './journal-entry.ts'

/** When something happens. */
export interface Order {
  now(): number
  /** Counts everything that happens. */
  nextInOrder(): number
}

/** Keeps the last of what happens around the frames; costs a frame nothing. */
export class Journal {
  readonly #events: Emitter<PusherFakeEvents>
  readonly #entries: BoundedLog<JournalEntry>
  readonly #order: Order

  constructor(events: Emitter<PusherFakeEvents>, bounds: LogBounds, order: Order) {
    const now = () => order.now()
    this.#events = events
    this.#order = order
    this.#entries = new BoundedLog(bounds, lengthOf)
    events.on('rest', (call) => this.#add({ kind: 'rest', ...call }))
    events.on('fault', (fault) => this.#add({ kind: 'fault', ...fault }))
    events.on('webhook', (event) => this.#add({ kind: 'webhook', time: now(), event }))
    events.on('disconnection', (end) => this.#add({ kind: 'disconnection', time: now(), ...end }))
    events.on('reset', () => this.#entries.clear())
  }

  /** Oldest first. */
  list(): JournalEntry[] {
    return [...this.#entries.list()]
  }

  #add(happening: Happening): void {
    const entry = { sequence: this.#order.nextInOrder(), ...happening }
    this.#entries.push(entry)
    this.#events.emit('journal', entry)
  }
}

function lengthOf(entry: JournalEntry): number {
  if (entry.kind === 'rest') return entry.path.length + entry.body.length
  return entry.kind === 'webhook' && 'data' in entry.event ? entry.event.data.length : 0
}
