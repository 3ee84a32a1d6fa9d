import type { NamedEvent } from './unheard.ts'

/** A client that has come to a channel, or left it. */
export interface Passage {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly socketId: string
  readonly channel: string
  readonly came: boolean
}

/** An event that was triggered and that no client got. */
export interface LostEvent extends NamedEvent {
  /** Milliseconds since the epoch. */
  readonly time: number
  /** The connection that it was not for. */
  readonly excluded?: string
  /** Virtual peers that got it. */
  readonly peers: number
}

const MAX_PASSAGES = 1_000
const MAX_LOST = 50

/** Who was on which channel when, and what was triggered while nobody was. */
export class Attendance {
  #passages: Passage[] = []
  #lost: LostEvent[] = []

  note(passage: Passage): void {
    this.#passages.push(passage)
    if (this.#passages.length >= 2 * MAX_PASSAGES) {
      this.#passages = this.#passages.slice(-MAX_PASSAGES)
    }
  }

  /** Of a loop of them the first are told. */
  lose(event: LostEvent): void {
    if (this.#lost.length < MAX_LOST) this.#lost.push(event)
  }

  /** Oldest first. */
  lost(): readonly LostEvent[] {
    return this.#lost
  }

  /** Of one channel, oldest first. */
  of(channel: string): readonly Passage[] {
    return this.#passages.filter((passage) => passage.channel === channel)
  }

  clear(): void {
    this.#passages = []
    this.#lost = []
  }
}
