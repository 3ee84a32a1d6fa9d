import { PusherFakeError, showValue } from '../../errors/pusher-fake-error.ts'
import { ABNORMAL_CLOSURE, closeReason } from '../../protocol/close-codes.ts'
import type { Connection } from '../connections/connection.ts'
import { endConnection } from '../connections/end-connection.ts'
import { encodeJson } from '../encode-json.ts'
import type { Engine } from '../engine.ts'
import { type ActiveFault, addFault, once } from './active-fault.ts'

/** The answer of an authorization or authentication endpoint that fails. */
export interface AuthFailure {
  /** HTTP status. @default 403 */
  readonly status?: number
  /** Body of the answer. @default 'Forbidden' */
  readonly error?: string
}

/** The answer of the REST API that fails. */
export interface RestFailure {
  /** HTTP status. @default 500 */
  readonly status?: number
  /** Body of the answer, plain text. */
  readonly body?: string
  /** How many requests fail. @default all until restored */
  readonly times?: number
}

/** What can go wrong between the app and Pusher, on demand. */
export class Faults {
  readonly #engine: Engine
  readonly #failedSubscriptions: { channel: string; failure: AuthFailure }[] = []
  readonly #failedAuthentications: { failure: AuthFailure }[] = []
  readonly #failedRest: (RestFailure & { left: number })[] = []

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /**
   * Ends connections: all, or the one with `socketId`. Without a `code` the network is lost (1006).
   *
   * @throws PusherFakeError `not_connected` when there is no such connection
   */
  disconnect({
    socketId,
    code = ABNORMAL_CLOSURE,
    reason = closeReason(code),
  }: {
    socketId?: string
    code?: number
    reason?: string
  } = {}): void {
    assertCloseCode(code)
    assertText('reason', reason)
    for (const connection of this.#targets(socketId)) {
      endConnection(this.#engine, connection, code, reason)
    }
  }

  /**
   * Refuses new connections: with a code from 4000 on the socket opens and is closed with it, without
   * one it never opens.
   */
  refuseConnections({
    code = ABNORMAL_CLOSURE,
    message = closeReason(code),
  }: {
    code?: number
    message?: string
  } = {}): ActiveFault {
    assertCloseCode(code)
    assertText('message', message)
    return this.#engine.network.addRefusal({ code, message })
  }

  /** New sockets neither open nor fail: pusher-js becomes `unavailable` after 10 s. */
  stall(): ActiveFault {
    const { network } = this.#engine
    network.stalls += 1
    return once(() => {
      network.stalls = Math.max(0, network.stalls - 1)
      if (network.stalls === 0) this.#dropStalled()
    })
  }

  /** Cuts every connection (1006) and lets none open, until `goOnline`. */
  goOffline(): ActiveFault {
    const fault = this.#engine.network.addOffline()
    this.disconnect()
    return fault
  }

  /** Ends every `goOffline`. */
  goOnline(): void {
    this.#engine.network.goOnline()
  }

  /**
   * Slows every frame down; of several calls the latest counts.
   *
   * @param ms milliseconds that a frame takes, in each direction
   * @throws PusherFakeError `invalid_option` when `ms` is below 0
   */
  latency(ms: number): ActiveFault {
    if (!isAtLeastZero(ms)) {
      throw new PusherFakeError(
        'invalid_option',
        `latency must be 0 ms or more, got ${showValue(ms)}. Write latency(200), and restore() of what it returns.`,
      )
    }
    return this.#engine.network.addLatency(ms)
  }

  /** Swallows every frame in both directions while sockets stay open, so that pings get no pong. */
  silence(): ActiveFault {
    return this.#engine.network.addSilence()
  }

  /** The authorization endpoint answers so for `channel`. @throws PusherFakeError `invalid_option` */
  failSubscription(channel: string, failure: AuthFailure = {}): ActiveFault {
    assertStatus(failure.status)
    assertText('error', failure.error)
    return addFault(this.#failedSubscriptions, { channel, failure })
  }

  /** The user authentication endpoint answers so, for every user. @throws as `failSubscription` */
  failAuthentication(failure: AuthFailure = {}): ActiveFault {
    assertStatus(failure.status)
    assertText('error', failure.error)
    return addFault(this.#failedAuthentications, { failure })
  }

  /** The REST API answers so. @throws PusherFakeError `invalid_option` for a status that no response has */
  failRest(failure: RestFailure = {}): ActiveFault {
    assertStatus(failure.status)
    assertText('body', failure.body)
    const left = failure.times ?? Number.POSITIVE_INFINITY
    if (!isAtLeastZero(left)) {
      throw new PusherFakeError(
        'invalid_option',
        `times must be 0 or more, got ${showValue(left)}. Leave it out to fail until restored.`,
      )
    }
    if (left === 0) return once(() => {})
    return addFault(this.#failedRest, { ...failure, left })
  }

  /**
   * Sends a frame as it is, for malformed or future ones: a string untouched, anything else as JSON.
   *
   * @throws PusherFakeError `not_connected` when there is no such connection, `invalid_data` for what is
   *   neither a string nor JSON
   */
  sendRaw(frame: unknown, { socketId }: { socketId?: string } = {}): void {
    const text = typeof frame === 'string' ? frame : encodeJson(frame, 'A frame')
    const wireFrame = { time: this.#engine.now(), event: '', channel: undefined, text }
    for (const connection of this.#targets(socketId)) connection.deliver(wireFrame)
  }

  /** Ends every fault. */
  restore(): void {
    this.#engine.network.reset()
    this.#dropStalled()
    this.#failedSubscriptions.length = 0
    this.#failedAuthentications.length = 0
    this.#failedRest.length = 0
  }

  /** @internal */
  subscriptionFailure(channel: string): AuthFailure | undefined {
    return this.#failedSubscriptions.findLast((fault) => fault.channel === channel)?.failure
  }

  /** @internal */
  authenticationFailure(): AuthFailure | undefined {
    return this.#failedAuthentications.at(-1)?.failure
  }

  /** @internal Takes one failure off the list. */
  nextRestFailure(): RestFailure | undefined {
    const fault = this.#failedRest.at(-1)
    if (fault === undefined) return undefined
    fault.left -= 1
    if (fault.left <= 0) this.#failedRest.pop()
    return fault
  }

  #targets(socketId: string | undefined): readonly Connection[] {
    const { connections } = this.#engine
    if (socketId === undefined) return [...connections.values()]
    const connection = connections.get(socketId)
    if (connection !== undefined) return [connection]
    const known = [...connections.keys()].join(', ') || 'none'
    throw new PusherFakeError(
      'not_connected',
      `No connection has the socket id "${socketId}". Connected are: ${known}. It may have ended, or be of another fake; leave socketId out to mean all.`,
    )
  }

  #dropStalled(): void {
    const { stalled } = this.#engine.network
    for (const link of stalled) link.drop()
    stalled.clear()
  }
}

/** Source: RFC 6455, 7.4, and the registry that it opens; 1004, 1005 and 1015 cannot be sent. */
function isSendable(code: number): boolean {
  const isStandard = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
  return isStandard || (code >= 3000 && code <= 4999)
}

function assertCloseCode(code: number): void {
  if (!Number.isInteger(code) || !(isSendable(code) || code === ABNORMAL_CLOSURE)) {
    throw new PusherFakeError(
      'invalid_option',
      `A close code must be 1006 (network lost), one of RFC 6455 that can be sent (1000 to 1003, 1007 to 1014) or between 3000 and 4999, got ${showValue(code)}. pusher-js dials again after 4200, and gives up after 4001.`,
    )
  }
}

/** What `Response` takes. */
function assertStatus(status: unknown): void {
  if (status === undefined) return
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599)
    return
  throw new PusherFakeError(
    'invalid_option',
    `A status must be an integer from 200 to 599, got ${showValue(status)}.`,
  )
}

function isAtLeastZero(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}

function assertText(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'string') return
  throw new PusherFakeError('invalid_option', `${name} must be a string, got ${showValue(value)}.`)
}
