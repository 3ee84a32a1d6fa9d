import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { serverToUserChannel } from '../../protocol/channel-name.ts'
import { NORMAL_CLOSURE } from '../../protocol/close-codes.ts'
import { parseConnectionUrl } from '../../protocol/connection-url.ts'
import { decodeData, isRecord, parseJson } from '../../protocol/json.ts'
import type { ChannelAuthorization } from '../channels/authorize.ts'
import { assertClientEvent, assertName } from '../check-argument.ts'
import { checkOptions } from '../check-options.ts'
import { connect } from '../connections/connect.ts'
import type { LinkInput } from '../connections/link.ts'
import { holdToContract } from '../contracts/hold-to-contract.ts'
import { describeState } from '../diagnosis/describe-state.ts'
import { disposeBy } from '../dispose-symbol.ts'
import { encodeJson } from '../encode-json.ts'
import type { Engine } from '../engine.ts'
import { type PresenceUser, USER, type User } from '../users/user.ts'
import { WAIT_RULES, type WaitOptions } from '../waits/wait-options.ts'

/** An event that a virtual peer got. */
export interface ReceivedEvent {
  readonly event: string
  /** None for events of the connection itself. */
  readonly channel?: string
  /** Decoded. */
  readonly data: unknown
  /** The sender of a client event on a presence channel. */
  readonly userId?: string
}

/** How a peer gets the signatures that a real client asks its backend for. */
export interface PeerSigner {
  channel(socketId: string, channel: string, user?: PresenceUser): ChannelAuthorization
  user(socketId: string, user: User): { auth: string; user_data: string }
}

interface Waiting {
  readonly accepts: (event: ReceivedEvent) => boolean
  readonly resolve: (event: ReceivedEvent) => void
  readonly fail: (code: 'not_connected' | 'timeout', message: string) => void
}

/** A full client with no second browser: it speaks the protocol to the engine, as any other link. */
export class VirtualPeer {
  /** Everything but the handshake, oldest first. */
  readonly received: ReceivedEvent[] = []
  /** Disconnects the peer at the end of a `using` block. */
  declare readonly [Symbol.dispose]: () => void
  readonly #engine: Engine
  readonly #signer: PeerSigner
  #input: LinkInput | undefined
  readonly #user: User | undefined
  #socketId = ''
  readonly #early: string[] = []
  #closed: string | undefined
  readonly #waiting = new Set<Waiting>()

  /**
   * @internal
   * @param actor marks one that plays a member
   */
  constructor(engine: Engine, signer: PeerSigner, user: User | undefined, actor: boolean) {
    this.#engine = engine
    this.#signer = signer
    this.#user = user
    disposeBy(this, () => this.disconnect())
    const { key, cluster } = engine.options
    const dialled = `wss://ws-${cluster}.pusher.com/app/${encodeURIComponent(key)}?protocol=7&client=virtual-peer&version=1.0.0`
    const url = parseConnectionUrl(dialled) ?? { url: dialled, secure: true, key }
    const input = connect(
      engine,
      {
        open() {},
        send: (text) => this.#receive(text),
        close: (code, reason) => this.#end(`closed with ${code} ${reason}`),
        drop: () => this.#end('the network was lost'),
      },
      url,
      { virtual: true, actor },
    )
    this.#input = input
    for (const text of this.#early.splice(0)) input.receive(text)
  }

  /** The peer's socket id, empty before the service has let it in. */
  get socketId(): string {
    return this.#socketId
  }

  /** Whether the service has let the peer in and its socket is still open. */
  get connected(): boolean {
    return this.#socketId !== '' && this.#closed === undefined
  }

  /**
   * Subscribes, with a signature where the channel needs one.
   *
   * @param user the member on a presence channel; the peer's own user by default
   * @throws PusherFakeError `subscription_rejected` with the service's words, `timeout` when it does not
   *   answer, or `closed`; `invalid_channel_name` or `invalid_option` for what is no name, user or option
   */
  subscribe(
    channel: string,
    user: PresenceUser | undefined = this.#member(),
    options: WaitOptions = {},
  ): Promise<void> {
    const work = this.#subscribe(channel, user, options)
    return this.#engine.waits.track(work, `a peer in "${channel}"`)
  }

  /** Leaves a channel. @throws PusherFakeError `not_connected` when the peer is not, `invalid_channel_name` */
  unsubscribe(channel: string): Promise<void> {
    const check = () => assertName(channel, 'channel', 'peer.unsubscribe')
    return this.#say({ event: 'pusher:unsubscribe', data: { channel } }, check)
  }

  /**
   * Sends a client event.
   *
   * @throws PusherFakeError `not_connected`, `contract` or `invalid_schema`; `invalid_channel_name` or
   *   `invalid_event_name` for what no client would send
   */
  trigger(channel: string, event: string, data: unknown): Promise<void> {
    return this.#say({ event, channel, data }, () => {
      assertName(channel, 'channel', 'peer.trigger')
      assertClientEvent(event, 'peer.trigger')
      const decode = () => {
        const text = typeof data === 'string' ? data : encodeJson(data, 'The data of an event')
        return { ok: true, value: decodeData(text) } as const
      }
      const { socketId } = this
      holdToContract(this.#engine, { sender: 'test', socketId, channel, event, data: decode })
    })
  }

  /** Closes the peer's socket, as a tab that is closed does. */
  disconnect(): void {
    if (this.#closed !== undefined) return
    this.#end('closed by disconnect()')
    this.#input?.closed(NORMAL_CLOSURE, '')
  }

  async #subscribe(
    channel: string,
    user: PresenceUser | undefined,
    options: WaitOptions,
  ): Promise<void> {
    assertName(channel, 'channel', 'peer.subscribe')
    if (user !== undefined) checkOptions({ user }, { user: USER }, 'peer.subscribe')
    checkOptions(options, WAIT_RULES, 'peer.subscribe')
    const { timeout = this.#engine.waits.timeout } = options
    const { auth, channel_data } = this.#signer.channel(this.#assertSocketId(), channel, user)
    const { event, data } = await this.#ask(
      { event: 'pusher:subscribe', data: { channel, auth, channel_data } },
      ({ event, channel: other, data }) =>
        (event === 'pusher:error' && this.#isRefusal(channel, data)) ||
        (event === 'pusher_internal:subscription_succeeded' && other === channel),
      `an answer to the peer's subscription to "${channel}"`,
      timeout,
    )
    if (event === 'pusher:error') {
      const isNobody = channel_data === undefined && channel.startsWith('presence-')
      const remedy = isNobody
        ? `Say who it is: peer.subscribe("${channel}", { id: "bob" }), or fake.connect({ user: { id: "bob" } }).`
        : 'fake.problems() has the reason.'
      throw new PusherFakeError(
        'subscription_rejected',
        `Subscribing to ${channel}: ${wordsOf(data)}. ${remedy}`,
      )
    }
  }

  /** Sends a frame and waits for the first event that is its answer. */
  #ask(
    frame: object,
    accepts: (event: ReceivedEvent) => boolean,
    what: string,
    timeout: number,
  ): Promise<ReceivedEvent> {
    const { clock } = this.#engine.options
    const explain = () => describeState(this.#engine)
    return this.#engine.waits.open({ what, explain }, (resolve, fail) => {
      const waiting: Waiting = { accepts, resolve, fail }
      this.#waiting.add(waiting)
      const timer = clock.setTimeout(
        () => fail('timeout', `Waited ${timeout} ms for ${what}, in vain.`),
        timeout,
      )
      this.#send(frame)
      return () => {
        this.#waiting.delete(waiting)
        clock.clearTimeout(timer)
      }
    })
  }

  #say(frame: object, check: () => void): Promise<void> {
    const send = async () => {
      check()
      this.#send(frame)
    }
    return this.#engine.waits.track(send(), 'what a peer sends')
  }

  /** An error frame does not say which channel it is about; the service has told it to the test's author. */
  #isRefusal(channel: string, data: unknown): boolean {
    return this.#engine.problems
      .list()
      .some(
        (problem) =>
          problem.code !== 'client_event_refused' &&
          problem.socketId === this.#socketId &&
          problem.channel === channel &&
          problem.message.startsWith(wordsOf(data)),
      )
  }

  #send(frame: object): void {
    this.#assertSocketId()
    this.#write(encodeJson(frame, 'What a peer sends'))
  }

  /** The handshake comes while the link is being made. */
  #write(text: string): void {
    if (this.#input === undefined) this.#early.push(text)
    else this.#input.receive(text)
  }

  #receive(text: string): void {
    const parsed = parseJson(text)
    if (!parsed.ok || !isRecord(parsed.value)) return
    const { event, channel, data, user_id } = parsed.value
    const decoded = typeof data === 'string' ? decodeData(data) : data
    if (event === 'pusher:connection_established' && isRecord(decoded)) {
      this.#socketId = String(decoded['socket_id'])
      if (this.#user !== undefined) this.#signin(this.#user)
      return
    }
    if (event === 'pusher:ping') return this.#write('{"event":"pusher:pong","data":{}}')
    const received: ReceivedEvent = {
      event: String(event),
      ...(typeof channel === 'string' && { channel }),
      data: decoded,
      ...(typeof user_id === 'string' && { userId: user_id }),
    }
    this.received.push(received)
    for (const { accepts, resolve } of [...this.#waiting]) {
      if (accepts(received)) resolve(received)
    }
  }

  #signin(user: User): void {
    const data = this.#signer.user(this.#socketId, user)
    this.#write(JSON.stringify({ event: 'pusher:signin', data }))
    const channel = serverToUserChannel(user.id)
    const subscription = { event: 'pusher:subscribe', data: { channel, auth: '' } }
    this.#write(JSON.stringify(subscription))
  }

  #member(): PresenceUser | undefined {
    if (this.#user === undefined) return undefined
    return { id: this.#user.id, info: this.#user.info ?? {} }
  }

  #end(why: string): void {
    this.#closed ??= why
    for (const { fail } of [...this.#waiting]) fail('not_connected', this.#whyNotConnected())
  }

  #assertSocketId(): string {
    if (this.connected) return this.#socketId
    throw new PusherFakeError('not_connected', this.#whyNotConnected())
  }

  #whyNotConnected(): string {
    const why = this.#closed ?? 'the service has not let it in'
    return `The virtual peer is not connected: ${why}. Connect another with fake.connect(), after faults are restored.`
  }
}

/** What an error frame says. */
function wordsOf(data: unknown): string {
  return isRecord(data) ? String(data['message']) : ''
}
