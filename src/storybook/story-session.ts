import { Cast } from '../app/cast.ts'
import { PusherApp } from '../app/pusher-app.ts'
import type { PusherFake } from '../app/pusher-fake.ts'
import type { AuthEndpoints } from '../auth/auth-endpoints.ts'
import { scheduleMacrotask } from '../browser/realm/macrotask.ts'
import { parseChannelName } from '../protocol/channel-name.ts'
import { RECONNECT } from '../protocol/close-codes.ts'
import { replay } from '../recording/replay.ts'
import { systemClock } from '../server/clock.ts'
import type { ParsedParameters, ScriptedEvent, StoryEvent } from './parameters.ts'

/** The service of one story on the page, from its first render to its last. */
export class StorySession {
  readonly storyId: string
  readonly fake: PusherFake
  readonly endpoints: AuthEndpoints
  readonly members: Cast
  readonly #undo: (() => void)[] = []

  /** @throws PusherFakeError `invalid_option` */
  constructor(storyId: string, parameters: ParsedParameters) {
    this.storyId = storyId
    const app = new PusherApp(parameters.fake)
    this.fake = app as PusherFake
    this.endpoints = app.authEndpoints(parameters.auth)
    this.#replay(parameters.events)
    this.members = new Cast(app)
    for (const { channel, members } of parameters.members) {
      for (const member of members) this.members.join(channel, member)
    }
    this.#run(parameters)
    const { replay: replayed } = parameters
    if (replayed !== undefined) {
      const replaying = replay(app, replayed.recording, { speed: replayed.speed })
      this.onEnd(() => replaying.dispose())
    }
    for (const { name, options } of parameters.faults) app.faults.cause(name, options)
  }

  /** Whether the connection is one of the story's clients, and plays no member. */
  isClient(socketId: string): boolean {
    return !this.fake.isActor(socketId)
  }

  /** Adds what has to be undone when the story is left. */
  onEnd(undo: () => void): void {
    this.#undo.push(undo)
  }

  /**
   * Closes the story's sockets once it is unmounted; clients that outlive the story dial again at once.
   *
   * @param cut cuts its sockets where nobody would be there to answer
   */
  end(cut: (() => void) | undefined): void {
    for (const step of this.#undo.splice(0).reverse()) step()
    this.members.dispose()
    this.fake.faults.restore()
    if (cut !== undefined) {
      cut()
      this.fake.close()
      return
    }
    // Storybook unmounts a story after it has ended, and pusher-js cannot be told to disconnect any
    // more once it was told to dial again: a client of the story would come back beside the next one's.
    scheduleMacrotask(() => {
      this.fake.faults.disconnect({ code: RECONNECT })
      this.fake.close()
    })
  }

  #replay(events: readonly StoryEvent[]): void {
    const later = events.filter(({ channel, event, data }) => {
      const parsed = parseChannelName(channel, Number.POSITIVE_INFINITY)
      const cached = parsed.ok && parsed.channel.cache
      if (cached) this.fake.trigger(channel, event, data)
      return !cached
    })
    if (later.length === 0) return
    this.fake.on('subscription', ({ channel, socketId }) => {
      if (!this.isClient(socketId)) return
      for (const { event, data } of later.filter((entry) => entry.channel === channel)) {
        this.fake.trigger(channel, event, data)
      }
    })
  }

  /** An event before its channel has a subscriber would be seen by nobody. */
  #run({ script, fake: { clock = systemClock } }: ParsedParameters): void {
    const begun = new Set<string>()
    this.fake.on('subscription', ({ channel, socketId }) => {
      if (begun.has(channel) || !this.isClient(socketId)) return
      begun.add(channel)
      for (const entry of script.filter((scripted) => scripted.channel === channel)) {
        const timer = clock.setTimeout(() => this.#play(entry), entry.after)
        this.onEnd(() => clock.clearTimeout(timer))
      }
    })
  }

  #play({ channel, event, data, from }: ScriptedEvent): void {
    if (from === undefined) {
      this.fake.trigger(channel, event, data)
      return
    }
    const peer = this.members.peer(channel, from)
    // A member who was cut off by a fault has nothing to say.
    if (peer?.connected) void peer.trigger(channel, event, data)
  }
}
