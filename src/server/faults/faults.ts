import { assertObject } from '../check-argument.ts'
import { disposeSymbol } from '../dispose-symbol.ts'
import type { Engine } from '../engine.ts'
import type {
  ActiveFault,
  AuthFailure,
  Cut,
  Delay,
  Disconnection,
  Fault,
  FaultName,
  FaultOptions,
  FaultTarget,
  Jitter,
  MessageFault,
  Refusal,
  RestFailure,
  Silence,
  SubscriptionFailure,
} from './fault.ts'
import { checkedFault, FAULTS } from './fault-table.ts'

/** What can go wrong between the app and Pusher, on demand. */
export class Faults {
  readonly #engine: Engine

  /** @internal */
  constructor(engine: Engine) {
    this.#engine = engine
  }

  /**
   * Ends connections: all, or the one with `socketId`. Without a `code` the network is lost (1006).
   *
   * @throws PusherFakeError `not_connected` when there is no such connection
   */
  disconnect(options: Disconnection = {}): void {
    this.cause('disconnect', options)
  }

  /**
   * Refuses new connections: with a code from 4000 on the socket opens and is closed with it, without
   * one it never opens.
   */
  refuseConnections(options: Refusal = {}): ActiveFault {
    return this.cause('refuseConnections', options)
  }

  /** New sockets neither open nor fail: pusher-js becomes `unavailable` after 10 s. */
  stall(): ActiveFault {
    return this.cause('stall', {})
  }

  /** Cuts every connection (1006) and lets none open, until `goOnline`. */
  goOffline(): ActiveFault {
    return this.cause('goOffline', {})
  }

  /** Ends every `goOffline`. */
  goOnline(): void {
    this.restore('goOffline')
  }

  /**
   * Slows every frame down; of several calls the latest counts.
   *
   * @param ms milliseconds that a frame takes, in each direction
   * @throws PusherFakeError `invalid_option` when `ms` is below 0
   */
  latency(ms: number): ActiveFault {
    return this.cause('latency', { ms })
  }

  /**
   * Swallows every frame in both directions while sockets stay open, so that pings get no pong: of all
   * connections, of one, or of those `connected` now, as when a laptop wakes and its old socket is dead.
   *
   * @throws PusherFakeError `not_connected` when there is no such connection
   */
  silence(options: Silence = {}): ActiveFault {
    return this.cause('silence', options)
  }

  /**
   * Slows every frame down by a time that is drawn anew for each, on top of `latency`; frames of a connection
   * keep their order. Of several calls the latest counts. The option `seed` makes it the same in every run.
   *
   * @throws PusherFakeError `invalid_option` when `min` is below 0 or more than `max`
   */
  jitter(bounds: Jitter): ActiveFault
  /**
   * The same, with the bounds by position.
   *
   * @param min milliseconds
   * @param max milliseconds
   */
  jitter(min: number, max: number): ActiveFault
  jitter(bounds: Jitter | number, max?: number): ActiveFault {
    return this.cause(
      'jitter',
      typeof bounds === 'number' ? { min: bounds, max: max ?? bounds } : bounds,
    )
  }

  /** Loses the messages that match, the handshake and pings too. @throws as {@link silence} does */
  lose(messages: MessageFault = {}): ActiveFault {
    return this.cause('lose', messages)
  }

  /** Lets the messages that match arrive twice. @throws as {@link silence} does */
  duplicate(messages: MessageFault = {}): ActiveFault {
    return this.cause('duplicate', messages)
  }

  /**
   * Lets the messages that match come late. They keep their order among each other, the others overtake them.
   *
   * @throws as {@link silence} does
   */
  delay(messages: Delay): ActiveFault {
    return this.cause('delay', messages)
  }

  /**
   * Lets each message that matches change places with the next one of its connection and direction; one that
   * none follows within a second goes alone.
   *
   * @throws as {@link silence} does
   */
  reorder(messages: MessageFault = {}): ActiveFault {
    return this.cause('reorder', messages)
  }

  /** Ends the connection in place of each message that matches. @throws as {@link silence} does */
  cut(messages: Cut = {}): ActiveFault {
    return this.cause('cut', messages)
  }

  /**
   * The authorization endpoint answers so for `channel`: always, or to the `request` of that number.
   *
   * @throws PusherFakeError `invalid_option`
   */
  failSubscription(
    channel: string,
    failure: Omit<SubscriptionFailure, 'channel'> = {},
  ): ActiveFault {
    assertObject(failure, 'faults.failSubscription')
    return this.cause('failSubscription', { channel, ...failure })
  }

  /** The user authentication endpoint answers so, for every user. @throws as `failSubscription` */
  failAuthentication(failure: AuthFailure = {}): ActiveFault {
    return this.cause('failAuthentication', failure)
  }

  /** The REST API answers so. @throws PusherFakeError `invalid_option` for a status that no response has */
  failRest(failure: RestFailure = {}): ActiveFault {
    return this.cause('failRest', failure)
  }

  /**
   * Sends a frame as it is, for malformed or future ones: a string untouched, anything else as JSON.
   *
   * @throws PusherFakeError `not_connected` when there is no such connection, `invalid_data` for what is
   *   neither a string nor JSON
   */
  sendRaw(frame: unknown, target: FaultTarget = {}): void {
    assertObject(target, 'faults.sendRaw')
    this.cause('sendRaw', { frame, ...target })
  }

  /** The faults that last, oldest first. */
  active(): Fault[] {
    return [...this.#engine.faults.list()]
  }

  /** Ends every fault, or those of a name. */
  restore(name?: FaultName): void {
    this.#engine.faults.end((fault) => name === undefined || fault.name === name)
  }

  /** For doors: ends the fault with this id. @returns whether there was one */
  end(id: number): boolean {
    return this.#engine.faults.end((fault) => fault.id === id)
  }

  /** For doors: causes a fault by its name. @throws PusherFakeError as its method does */
  cause<Name extends FaultName>(name: Name, given: FaultOptions[Name]): ActiveFault {
    const { lasts, happens } = FAULTS[name]
    const options = checkedFault(name, given, `faults.${name}`)
    const { id } = this.#engine.faults.begin(name, options)
    let lasting = false
    try {
      happens?.(this.#engine, options)
      lasting = lasts && !('times' in options && options.times === 0)
    } finally {
      if (!lasting) this.end(id)
    }
    const restore = () => void this.end(id)
    return { id, restore, [disposeSymbol]: restore }
  }
}
