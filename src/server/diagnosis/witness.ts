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
  /** A test that is over has disconnected it. */
  readonly ended?: boolean
}

/** A request by which a client asks for authorization, of whoever answers it. */
export interface AuthorizationAttempt {
  readonly method: string
  readonly url: string
  readonly socketId: string
  /** Undefined when a user signs in. */
  readonly channel?: string
  /** Milliseconds since the epoch. */
  readonly time: number
  /** None while nobody has answered; 0 where nobody is there. */
  readonly status?: number
  /** The beginning of the answer. */
  readonly body?: string
}

/** A socket whose constructor threw, which pusher-js tells nobody. */
export interface FailedSocket {
  readonly url: string
  readonly error: string
}

/** What a realm knows of its clients; the engine sees no more of them than sockets. */
export interface RealmReport {
  readonly clients: readonly ClientReport[]
  readonly authorizations: readonly AuthorizationAttempt[]
  readonly failedSockets: readonly FailedSocket[]
  /** Whether its timers are those of a test. */
  readonly fakeTimers: boolean
  /** Whether React is told that a test wraps what it does in `act`. */
  readonly act: boolean
}

/** Somebody in a realm whose clients are connected to the fake. */
export interface Witness {
  /** What it sees now; of a realm that is elsewhere what it saw when it was last asked. */
  reports(): readonly RealmReport[]
  /** Asks a realm that is elsewhere; resolves when `reports` has its answer, and never rejects. */
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

  reports(): readonly RealmReport[] {
    return [...this.#all].flatMap((witness) => witness.reports())
  }

  /** The clients of every realm, as far as their copy of pusher-js is known. */
  clients(): readonly ClientReport[] {
    return this.reports().flatMap(({ clients }) => clients)
  }

  /** Asks the realms that are elsewhere, whose clients it gives; undefined where there are none. */
  ask(): Promise<readonly ClientReport[]> | undefined {
    const elsewhere = [...this.#all].filter(({ ask }) => ask !== undefined)
    if (elsewhere.length === 0) return undefined
    const reports = () => elsewhere.flatMap((witness) => witness.reports())
    const asked = Promise.all(elsewhere.map((witness) => witness.ask?.()))
    return asked.then(() => reports().flatMap(({ clients }) => clients))
  }

  /** The socket ids of clients that have the channel and no listener for the event. */
  deafTo(channel: string, event: string): readonly string[] {
    let deaf = NOBODY
    for (const witness of this.#all) {
      const found = witness.deafTo?.(channel, event) ?? NOBODY
      if (found.length > 0) deaf = [...deaf, ...found]
    }
    return deaf
  }
}

const NOBODY: readonly string[] = []
