import type { FrameDirection } from '../log/frame-log.ts'

/** A fault that takes no options. */
export type NoOptions = Readonly<Record<never, never>>

/** Which connections a fault is about. */
export interface FaultTarget {
  /** The one connection. @default all */
  readonly socketId?: string
}

/** The end of connections. */
export interface Disconnection extends FaultTarget {
  /** Close code. @default 1006, the network is lost */
  readonly code?: number
  /** Text of the close frame. @default what Pusher documents for the code */
  readonly reason?: string
}

/** How new connections are refused. */
export interface Refusal {
  /** From 4000 on the socket opens and is closed with it. @default 1006, the socket never opens */
  readonly code?: number
  /** Text of the close frame. @default what Pusher documents for the code */
  readonly message?: string
}

/** The answer of an authorization or authentication endpoint that fails. */
export interface AuthFailure {
  /** HTTP status. @default 403 */
  readonly status?: number
  /** Body of the answer. @default 'Forbidden' */
  readonly body?: string
}

/** The answer of the REST API that fails. */
export interface RestFailure {
  /** HTTP status. @default 500 */
  readonly status?: number
  /** Body of the answer, plain text. */
  readonly body?: string
  /** How many requests fail, after which the fault ends. @default all until restored */
  readonly times?: number
}

/** Which messages a fault is about; those left out do not count. A message is any frame, a ping too. */
export interface MessageFilter extends FaultTarget {
  readonly channel?: string
  /** The name of the event, as `pusher:subscribe` or `client-typing`. */
  readonly event?: string
  /** `in` from the client, `out` to the client. @default both */
  readonly direction?: FrameDirection
  /** The number of the frame, as `FrameRecord.number` has it. */
  readonly frame?: number
}

/** A fault of single messages. */
export interface MessageFault extends MessageFilter {
  /** How many messages it happens to, after which it ends. @default all until restored */
  readonly times?: number
  /** How likely it happens to one, from 0 to 1; the option `seed` says to which. @default 1 */
  readonly probability?: number
}

/** Messages that come late. */
export interface Delay extends MessageFault {
  /** Milliseconds. */
  readonly ms: number
}

/** The end of a connection in place of a message. */
export interface Cut extends MessageFault {
  /** Close code. @default 1006, the network is lost */
  readonly code?: number
  /** Text of the close frame. @default what Pusher documents for the code */
  readonly reason?: string
}

/** A channel whose authorization fails. */
export interface SubscriptionFailure extends AuthFailure {
  readonly channel: string
  /** Which request for the channel fails, counted from 1 since the fake began. @default each */
  readonly request?: number
  /** How many requests fail, after which the fault ends. @default all until restored */
  readonly times?: number
}

/** Bounds of a time that is drawn anew for each frame, in milliseconds. */
export interface Jitter {
  readonly min: number
  readonly max: number
}

/** Which connections are dead. */
export interface Silence extends FaultTarget {
  /** Only those that are connected now: one that connects later works. @default false */
  readonly connected?: boolean
}

/** Faults that last until they are restored, with their options. */
export interface LastingFaults {
  /** New connections are refused, by a close code or before the socket opens. */
  readonly refuseConnections: Refusal
  /** New sockets neither open nor fail. */
  readonly stall: NoOptions
  /** Every connection is cut, and none opens. */
  readonly goOffline: NoOptions
  /** Every frame takes so many milliseconds, in each direction. */
  readonly latency: { readonly ms: number }
  /** Sockets are open, and every frame is swallowed. */
  readonly silence: Silence
  /** Every frame takes a random time, in each direction, and keeps its place. */
  readonly jitter: Jitter
  /** Messages are lost. */
  readonly lose: MessageFault
  /** Messages arrive twice. */
  readonly duplicate: MessageFault
  /** Messages come late; the others overtake them. */
  readonly delay: Delay
  /** Messages change places with the next one of their connection and direction. */
  readonly reorder: MessageFault
  /** The connection ends in place of a message. */
  readonly cut: Cut
  /** The authorization endpoint fails for the channel. */
  readonly failSubscription: SubscriptionFailure
  /** The user authentication endpoint fails. */
  readonly failAuthentication: AuthFailure
  /** The REST API fails. */
  readonly failRest: RestFailure
}

/** Every fault, with its options by name. */
export interface FaultOptions extends LastingFaults {
  /** Connections end. */
  readonly disconnect: Disconnection
  /** A frame is sent as it is. */
  readonly sendRaw: { readonly frame: unknown } & FaultTarget
}

/** The methods of `fake.faults` that cause a fault. */
export type FaultName = keyof FaultOptions

/** A fault of one name. */
export interface FaultOf<Name extends FaultName> {
  /** Never used again by this fake. */
  readonly id: number
  readonly name: Name
  /** What it was caused with, by name also where the method takes it by position: `{ ms: 200 }`. */
  readonly options: FaultOptions[Name]
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** A fault that is active. */
export type Fault = { [Name in FaultName]: FaultOf<Name> }[FaultName]

/** The beginning or the end of a fault. */
export interface FaultRecord {
  /** Milliseconds since the epoch. */
  readonly time: number
  /** The same for the beginning and the end of one fault. */
  readonly id: number
  readonly name: FaultName
  /** What does not last, such as `disconnect`, ends with the call. */
  readonly phase: 'begin' | 'end'
  /** As {@link FaultOf.options}. */
  readonly options: FaultOptions[FaultName]
  /** At its end, how often it has done its work; none for one that counts no uses, or never had any. */
  readonly uses?: number
}

/** A fault that was caused, and its end. */
export interface ActiveFault extends Disposable {
  /** As `fake.faults.active()` lists it. */
  readonly id: number
  /** Ends this fault and no other; harmless when it has ended. */
  restore(): void
}
