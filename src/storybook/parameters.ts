import type { AuthOptions } from '../auth/auth-options.ts'
import type { Recording } from '../recording/recording.ts'
import type { EventSchemas } from '../server/contracts/event-schemas.ts'
import type { LastingFaults } from '../server/faults/fault.ts'
import type { PusherFakeOptions } from '../server/options.ts'
import type { User } from '../server/users/user.ts'

/** What `parameters.pusherFake` of a story takes; `false` leaves the story without a fake. */
export interface PusherFakeParameters extends Omit<PusherFakeOptions, 'events'>, AuthOptions {
  /** What is `events` elsewhere: schemas of the app's events, by channel or pattern and event. */
  readonly eventSchemas?: EventSchemas
  /** Members already present, by presence channel; each is a virtual peer. */
  readonly members?: Readonly<Record<string, readonly User[]>> | readonly ChannelMembers[]
  /**
   * Events from before the story: on a cache channel it is the cached event, on any other it is
   * triggered whenever a client of the story subscribes.
   */
  readonly events?: readonly StoryEvent[]
  /** Events to come. */
  readonly script?: readonly ScriptedEvent[]
  /**
   * What a service sent in a real session, sent again from the first subscription of the story on; `speed` 2 is twice
   * as fast.
   */
  readonly replay?: StoryReplay
  /** What is wrong from the start; named as the methods of `fake.faults`. */
  readonly faults?: StoryFaults
}

/** A session to replay. */
export interface StoryReplay {
  /** A HAR as text or JSON, such as `import har from './session.har?raw'`; or what `readRecording` made of one. */
  readonly har: string | object
  /** 2 is twice as fast as it was. @default 1 */
  readonly speed?: number
}

/** The members of one presence channel. */
export interface ChannelMembers {
  /** A presence channel. */
  readonly channel: string
  readonly members: readonly User[]
}

/** An event of the service. */
export interface StoryEvent {
  readonly channel: string
  readonly event: string
  /** Any JSON. */
  readonly data: unknown
}

/** An event that comes while the story is shown. */
export interface ScriptedEvent extends StoryEvent {
  /** Milliseconds after a client of the story has subscribed to the channel for the first time. */
  readonly after: number
  /** The id of a member who sends it as a client event; the service triggers it by default. */
  readonly from?: string
}

/**
 * Faults of a story, named as the methods of `fake.faults`. `true` takes the defaults of the method, an object
 * its options; a list causes several. A fault of a channel is an object by channel, latency milliseconds.
 */
export type StoryFaults = {
  readonly [Name in keyof LastingFaults]?: StoryFault<LastingFaults[Name]>
}

type StoryFault<Options> = Options extends { readonly channel: string }
  ? Readonly<Record<string, Omit<Options, 'channel'>>>
  : Options extends { readonly ms: number }
    ? number
    : boolean | Options | readonly Options[]

/** A call of `fake.faults`. */
export interface FaultCall {
  readonly name: keyof LastingFaults
  readonly options: LastingFaults[keyof LastingFaults]
}

/** Checked, and sorted by who needs it. */
export interface ParsedParameters {
  readonly fake: PusherFakeOptions
  readonly auth: AuthOptions
  readonly members: readonly ChannelMembers[]
  readonly events: readonly StoryEvent[]
  readonly script: readonly ScriptedEvent[]
  readonly replay: { readonly recording: Recording; readonly speed: number } | undefined
  readonly faults: readonly FaultCall[]
}
