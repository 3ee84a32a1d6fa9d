/** What somebody listens to. */
export interface ListenerReport {
  /** The names of the events that have a listener, as they were bound. */
  readonly events: readonly string[]
  /** Whether there is one for every event, as `bind_global` makes it. */
  readonly hearsAll: boolean
}

/** A channel as a client of pusher-js has it. */
export interface ChannelReport extends ListenerReport {
  readonly name: string
  readonly subscribed: boolean
  /** It has asked for the channel, or for its authorization, and has no answer. */
  readonly pending: boolean
}

/**
 * A client of pusher-js by its own tables: plain data, since a page sends it over. The events are those that
 * were bound on the client itself, which hears every channel.
 */
export interface ClientReport extends ListenerReport {
  readonly key: string
  /** Of its connection, as pusher-js names it. */
  readonly state: string
  /** While it is connected. */
  readonly socketId?: string
  /** Bound on `pusher.connection`, which hears no channel. */
  readonly connectionEvents: readonly string[]
  readonly channels: readonly ChannelReport[]
}

/** What a realm knows of its clients; the engine sees no more of them than sockets. */
export interface RealmReport {
  readonly clients: readonly ClientReport[]
}

/** Somebody in a realm whose clients are connected to the fake. */
export interface Witness {
  /** What it sees now; of a realm that is elsewhere what it saw when it was last asked. */
  report(): RealmReport
  /** Asks a realm that is elsewhere; resolves when `report` has its answer, and never rejects. */
  ask?(): Promise<void>
  /** The socket ids of its clients that have the channel and no listener for the event. */
  deafTo?(channel: string, event: string): readonly string[]
}

/** Who can tell of clients what their sockets do not show. */
export class Witnesses {
  readonly #all = new Set<Witness>()

  /** @returns takes it away */
  add(witness: Witness): () => void {
    this.#all.add(witness)
    return () => {
      this.#all.delete(witness)
    }
  }

  /** The clients of every realm, as far as their copy of pusher-js is known. */
  clients(): readonly ClientReport[] {
    return [...this.#all].flatMap((witness) => witness.report().clients)
  }

  /** Asks the realms that are elsewhere; at once where there are none. */
  ask(): Promise<void> | undefined {
    const asked = [...this.#all].flatMap((witness) => witness.ask?.() ?? [])
    return asked.length === 0 ? undefined : Promise.all(asked).then(() => {})
  }

  /** The socket ids of clients that have the channel and no listener for the event. */
  deafTo(channel: string, event: string): readonly string[] {
    let deaf: readonly string[] = NOBODY
    for (const witness of this.#all) {
      const found = witness.deafTo?.(channel, event) ?? NOBODY
      if (found.length > 0) deaf = [...deaf, ...found]
    }
    return deaf
  }
}

const NOBODY: readonly string[] = []
