import { Cast } from '../app/cast.ts'
import type { PusherApp } from '../app/pusher-app.ts'
import { checkOptions, isMoreThanZero, type Rules } from '../server/check-options.ts'
import { backgroundTimer } from '../server/clock.ts'
import { disposeBy } from '../server/dispose-symbol.ts'
import { WAIT_RULES, type WaitOptions } from '../server/waits/wait-options.ts'
import { checkRecording, type RecordedEvent, type Recording } from './recording.ts'

/** Options of `replay`. */
export interface ReplayOptions {
  /** 2 is twice as fast as it was; Infinity sends everything at once. @default 1 */
  readonly speed?: number
}

const RULES: Rules<ReplayOptions> = { speed: ['a number above 0', isMoreThanZero] }

/**
 * Lets a fake send what a service has sent. Members of presence channels are there at once, as virtual peers, and so
 * is what was cached; the rest comes at the times at which it came after the first subscription, on the fake's clock,
 * from the first subscription of a client on. What is due on a channel that nobody is subscribed to waits for its first
 * client. The recording's own clients are not played: they are the app under test.
 *
 * @throws PusherFakeError `invalid_recording`, `invalid_option`
 *
 * @example
 * const replaying = replay(fake, readRecording(await readFile('session.har', 'utf8')))
 * await page.goto('/')
 * await replaying.finished()
 */
export function replay(fake: PusherApp, recording: Recording, options: ReplayOptions = {}): Replay {
  checkOptions(options, RULES, 'replay')
  return new Replay(fake, checkRecording(recording, 'replay'), options.speed ?? 1)
}

/** A recording that is being replayed, until it is disposed of, or the fake reset. */
export class Replay {
  /** Ends the replay at the end of a `using` block. */
  declare readonly [Symbol.dispose]: () => void
  readonly #fake: PusherApp
  readonly #cast: Cast
  readonly #speed: number
  readonly #events: readonly RecordedEvent[]
  readonly #channels: ReadonlySet<string>
  readonly #undo: (() => void)[] = []
  readonly #listeners = new Set<() => void>()
  #next = 0
  /** What is due on channels without subscribers. */
  readonly #held = new Map<string, RecordedEvent[]>()
  #left: number
  #begun: number | undefined
  #timer: unknown
  #disposed = false

  /** @internal */
  constructor(fake: PusherApp, { channels, events }: Recording, speed: number) {
    this.#fake = fake
    this.#speed = speed
    this.#events = events
    this.#left = events.length
    this.#channels = new Set([...channels, ...events].map(nameOf))
    this.#cast = new Cast(fake)
    disposeBy(this, () => this.dispose())
    for (const { name, members = [], cachedEvent } of channels) {
      for (const member of members) this.#cast.join(name, member)
      if (cachedEvent !== undefined) this.#trigger(name, cachedEvent)
    }
    this.#undo.push(
      fake.on('subscription', ({ socketId, channel }) => this.#subscribed(socketId, channel)),
      fake.on('reset', () => this.dispose()),
    )
    for (const { socketId, channels: joined } of fake.connections()) {
      for (const channel of joined) this.#subscribed(socketId, channel)
    }
  }

  /** How many events are still to come. */
  get left(): number {
    return this.#left
  }

  /** The channels on which something is due, and nobody to hear it. */
  get waitingFor(): readonly string[] {
    return [...this.#held.keys()]
  }

  /**
   * Resolves when everything was sent.
   *
   * @throws PusherFakeError `timeout` that names the channels that nobody is subscribed to, or `closed`
   */
  finished(options: WaitOptions = {}): Promise<void> {
    checkOptions(options, WAIT_RULES, 'finished')
    const { clock, waits } = this.#fake
    const { timeout = waits.timeout } = options
    const what = 'the end of a replay'
    return waits.open<void>({ what, explain: () => this.#explain() }, (resolve, fail) => {
      const check = () => {
        if (this.#left === 0) resolve()
        else if (this.#disposed) fail('closed', 'The replay was ended before all was sent.')
      }
      const timer = clock.setTimeout(
        () => fail('timeout', `Waited ${timeout} ms for ${what}, in vain.`),
        timeout,
      )
      this.#listeners.add(check)
      check()
      return () => {
        this.#listeners.delete(check)
        clock.clearTimeout(timer)
      }
    })
  }

  /** Ends the replay; its members leave. */
  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    for (const undo of this.#undo.splice(0)) undo()
    this.#fake.clock.clearTimeout(this.#timer)
    this.#cast.dispose()
    this.#tell()
  }

  #subscribed(socketId: string, channel: string): void {
    if (!this.#channels.has(channel) || this.#fake.isActor(socketId)) return
    const held = this.#held.get(channel) ?? []
    this.#held.delete(channel)
    for (const event of held) this.#play(event)
    if (this.#begun !== undefined) return
    this.#begun = this.#fake.clock.now()
    this.#advance()
  }

  /** Sends what is due, and waits for the next. */
  #advance(): void {
    const { clock } = this.#fake
    for (;;) {
      const event = this.#events[this.#next]
      if (event === undefined || this.#disposed) return
      const due = (this.#begun ?? 0) + event.at / this.#speed
      const wait = due - clock.now()
      if (wait > 0) {
        this.#timer = backgroundTimer(clock, () => this.#advance(), wait)
        return
      }
      this.#next += 1
      if (this.#isHeard(event.channel)) this.#play(event)
      else this.#hold(event)
    }
  }

  #hold(event: RecordedEvent): void {
    const held = this.#held.get(event.channel) ?? []
    held.push(event)
    this.#held.set(event.channel, held)
  }

  #isHeard(channel: string): boolean {
    return this.#fake
      .connections()
      .some(({ socketId, channels }) => channels.includes(channel) && !this.#fake.isActor(socketId))
  }

  #play(event: RecordedEvent): void {
    if (this.#disposed) return
    this.#left -= 1
    switch (event.kind) {
      case 'event':
        this.#trigger(event.channel, event)
        break
      case 'client_event':
        this.#send(event)
        break
      case 'member_added':
        this.#cast.join(event.channel, event.member)
        break
      case 'member_removed':
        this.#cast.leave(event.channel, event.userId)
    }
    if (this.#left === 0) this.#tell()
  }

  #trigger(channel: string, { event, data }: { event: string; data: string }): void {
    try {
      this.#fake.trigger(channel, event, data)
    } catch (error) {
      this.#refused(channel, error)
    }
  }

  #send({ channel, event, data, userId }: Extract<RecordedEvent, { kind: 'client_event' }>): void {
    const member = userId === undefined ? undefined : { id: userId }
    const peer = this.#cast.peer(channel, userId) ?? this.#cast.join(channel, member)
    peer.trigger(channel, event, data).catch((error: unknown) => this.#refused(channel, error))
  }

  #refused(channel: string, error: unknown): void {
    const message = `A replay could not send what was recorded: ${String(error)}`
    this.#fake.report({ code: 'replay_refused', message, channel })
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #explain(): string {
    const lines = this.waitingFor.map(
      (channel) =>
        `Nobody is subscribed to "${channel}", where ${this.#held.get(channel)?.length} of them wait.`,
    )
    if (this.#begun === undefined)
      lines.push('No client has subscribed to a channel of the recording.')
    return [
      `${this.#left} of ${this.#events.length} events are left.`,
      ...lines,
      this.#fake.describe(),
    ].join('\n')
  }
}

function nameOf(item: { readonly name: string } | { readonly channel: string }): string {
  return 'name' in item ? item.name : item.channel
}
