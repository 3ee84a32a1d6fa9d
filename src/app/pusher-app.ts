import { AuthEndpoints } from '../auth/auth-endpoints.ts'
import type { AuthOptions } from '../auth/auth-options.ts'
import { applyContracts } from '../contracts/contracts.ts'
import { serverToUserChannel } from '../protocol/channel-name.ts'
import { GIVE_UP, RECONNECT } from '../protocol/close-codes.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import {
  authenticateUser,
  authorizeChannel,
  type ChannelAuthorization,
  type UserAuthentication,
} from '../server/channels/authorize.ts'
import { applicableInfo } from '../server/channels/channel-info.ts'
import { deliverTrigger } from '../server/channels/trigger.ts'
import { assertName } from '../server/check-argument.ts'
import { checkOptions } from '../server/check-options.ts'
import type { Clock } from '../server/clock.ts'
import { connect } from '../server/connections/connect.ts'
import { endConnection } from '../server/connections/end-connection.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import type { ContractPolicy } from '../server/contracts/event-contracts.ts'
import type { ProblemReport } from '../server/diagnosis/problem.ts'
import type { Witnesses } from '../server/diagnosis/witness.ts'
import { disposeBy } from '../server/dispose-symbol.ts'
import { Engine } from '../server/engine.ts'
import { Faults } from '../server/faults/faults.ts'
import { type PusherFakeOptions, resolveOptions } from '../server/options.ts'
import { VirtualPeer } from '../server/peers/virtual-peer.ts'
import { terminateUserConnections } from '../server/users/terminate-user.ts'
import type { PresenceUser, User } from '../server/users/user.ts'
import type { OpenWaits } from '../server/waits/open-waits.ts'
import type { UnderWay } from '../server/waits/under-way.ts'
import { AppObserver } from './app-observer.ts'
import {
  AUTHENTICATION_RULES,
  AUTHORIZATION_RULES,
  assertOneObject,
  assertRequest,
  type BatchEvent,
  type ChannelAuthorizationRequest,
  CONNECT_RULES,
  type ConnectOptions,
  ROTATION_RULES,
  TRIGGER_RULES,
  type TriggerOptions,
  type TriggerResult,
  type UserAuthenticationRequest,
} from './call-options.ts'
import { checkBatch, checkTrigger } from './check-trigger.ts'

/** Options that `fake.pusherOptions` gives to `new Pusher(key, options)`. */
export interface PusherClientOptions {
  /** Any will do: sockets to every cluster are served. */
  cluster: string
  [option: string]: unknown
}

/** A complete Pusher app in memory, whatever its events are; `PusherFake` types them. */
export class PusherApp extends AppObserver {
  /** What can go wrong between the app and Pusher, on demand. */
  readonly faults: Faults
  /** Closes the fake at the end of a `using` block. */
  declare readonly [Symbol.dispose]: () => void
  readonly #engine: Engine

  /** @throws PusherFakeError `invalid_option` */
  constructor(options: PusherFakeOptions = {}) {
    const engine = new Engine(resolveOptions(options))
    super(engine)
    this.#engine = engine
    applyContracts(engine)
    this.faults = new Faults(engine)
    disposeBy(this, () => this.close())
  }

  /** The id of the app, for the paths of the REST API. */
  get appId(): string {
    return this.#engine.options.appId
  }

  /** The key of the app, for `new Pusher(key, …)`. */
  get key(): string {
    return this.#engine.options.key
  }

  /** The secret of the app, with which a backend signs. */
  get secret(): string {
    return this.#engine.options.secret
  }

  /** The cluster that `pusherOptions` names; sockets to every cluster are served. */
  get cluster(): string {
    return this.#engine.options.cluster
  }

  /**
   * Triggers an event as the server SDK does: a string is sent as it is, anything else as JSON;
   * encrypted channels are encrypted. Every in-page subscriber has it when this returns.
   *
   * @throws PusherFakeError `invalid_channel_name`, `invalid_event_name`, `invalid_data` or
   *   `missing_encryption_key` for what the service would refuse, `contract` or `invalid_schema` for what
   *   `events` does not allow
   */
  trigger(
    channels: string | readonly string[],
    event: string,
    data: unknown,
    options?: TriggerOptions,
  ): TriggerResult {
    if (options !== undefined) checkOptions(options, TRIGGER_RULES, 'trigger')
    const socketId = options?.socketId
    const trigger = checkTrigger(this.#engine, { channels, event, data, socketId })
    deliverTrigger(this.#engine, trigger)
    const info = options?.info ?? []
    if (info.length === 0) return {}
    const infos = trigger.channels.map(
      (channel) => [channel.name, applicableInfo(this.#engine, channel, info)] as const,
    )
    return { channels: Object.fromEntries(infos) }
  }

  /**
   * Triggers several events in order, at most 10, as the REST API does: all of them, or none when one is wrong.
   *
   * @throws PusherFakeError as {@link trigger} does, and `invalid_data` for a batch that is too large
   */
  triggerBatch(events: readonly BatchEvent[]): void {
    const triggers = checkBatch(this.#engine, events)
    for (const trigger of triggers) deliverTrigger(this.#engine, trigger)
  }

  /** Sends an event to every connection that is signed in as the user. @throws PusherFakeError as {@link trigger} does */
  sendToUser(userId: string, event: string, data: unknown): void {
    assertName(userId, 'user', 'sendToUser')
    assertName(event, 'event', 'sendToUser')
    this.trigger(serverToUserChannel(userId), event, data)
  }

  /** Ends every connection that is signed in as the user, with 4009. @throws PusherFakeError `invalid_option` */
  terminateUserConnections(userId: string): void {
    assertName(userId, 'user', 'terminateUserConnections')
    terminateUserConnections(this.#engine, userId)
  }

  /**
   * Changes the key of encrypted channels, as an app's owner does: pusher-js fails to decrypt the next
   * event and asks the authorization endpoint for the new key.
   *
   * @throws PusherFakeError `invalid_option` unless it is 32 bytes as base64
   */
  rotateEncryptionMasterKey(encryptionMasterKeyBase64: string): void {
    checkOptions({ encryptionMasterKeyBase64 }, ROTATION_RULES, 'rotateEncryptionMasterKey')
    const { encryptionMasterKey } = resolveOptions({ encryptionMasterKeyBase64 })
    this.#engine.encryptionMasterKey = encryptionMasterKey
  }

  /**
   * Answers a request to Pusher's REST API, signature check included; any host is fine.
   *
   * @throws PusherFakeError `invalid_option` for what is no `Request`
   */
  fetch(request: Request): Promise<Response> {
    assertRequest(request)
    const engine = this.#engine
    const arrival = { time: engine.now(), sequence: engine.nextInOrder() }
    const answer = import('../rest/router.ts').then(({ handleRest }) =>
      handleRest(engine, request, arrival),
    )
    return engine.underWay.track('a call of the REST API', answer)
  }

  /** What the app's authorization endpoint answers. @throws PusherFakeError when it cannot be signed */
  authorizeChannel(request: ChannelAuthorizationRequest): ChannelAuthorization {
    assertOneObject(request, 'authorizeChannel({ socketId, channelName })')
    checkOptions(request, AUTHORIZATION_RULES, 'authorizeChannel')
    const { socketId, channelName, user } = request
    return authorizeChannel(this.#engine, socketId, channelName, user)
  }

  /** What the app's user authentication endpoint answers. @throws PusherFakeError when it cannot be signed */
  authenticateUser(request: UserAuthenticationRequest): UserAuthentication {
    assertOneObject(request, 'authenticateUser({ socketId, user: { id } })')
    checkOptions(request, AUTHENTICATION_RULES, 'authenticateUser')
    const { socketId, user } = request
    return authenticateUser(this.#engine, socketId, user)
  }

  /** Endpoints that answer for the app's backend, for a door to route requests to. */
  authEndpoints(options: AuthOptions = {}): AuthEndpoints {
    return new AuthEndpoints(this.#engine, options)
  }

  /** The `[key, options]` for `new Pusher(...)`. */
  pusherOptions(overrides: Record<string, unknown> = {}): [string, PusherClientOptions] {
    return [this.key, { cluster: this.cluster, ...overrides }]
  }

  /** Connects a virtual peer: a full client with no second browser, signed in when it has a user. */
  connect(options: ConnectOptions = {}): VirtualPeer {
    checkOptions(options, CONNECT_RULES, 'connect')
    return this.#peer(options.user, false)
  }

  /** For doors: a peer that plays a member beside the app's clients, which `toHar` leaves out. */
  connectActor(): VirtualPeer {
    return this.#peer(undefined, true)
  }

  #peer(user: User | undefined, actor: boolean): VirtualPeer {
    const signer = {
      channel: (socketId: string, channelName: string, member?: PresenceUser) =>
        this.authorizeChannel({ socketId, channelName, ...(member && { user: member }) }),
      user: (socketId: string, peer: User) => this.authenticateUser({ socketId, user: peer }),
    }
    return new VirtualPeer(this.#engine, signer, user, actor)
  }

  /**
   * Between tests: drops channels, members, caches, log and faults, and closes connections with 4200, so
   * that a client which outlives a test is back at once.
   */
  reset(): void {
    this.#disconnectAll(RECONNECT, 'The fake was reset')
    this.#engine.clear()
    this.#engine.events.emit('reset', undefined)
  }

  /**
   * Ends the fake. What is still awaited fails with `closed`, clients and peers are disconnected, nobody is
   * let in any more, and what webhooks held back is reported. The frame log, the journal and the problems
   * stay, for a report.
   *
   * Connections are closed with 4001, after which pusher-js does not try again, so that no client goes
   * looking for the live service.
   *
   * @param options `reconnect`, for runners: clients are back at once, for who serves them next
   */
  close({ reconnect = false }: { readonly reconnect?: boolean } = {}): void {
    const engine = this.#engine
    // First: what the end itself causes fulfils no wait.
    engine.waits.close()
    this.#disconnectAll(reconnect ? RECONNECT : GIVE_UP, 'The fake is closed')
    engine.network.closed = true
    engine.webhooks.flush()
  }

  /** For doors: whether a client that dials `url` names this app. */
  owns(url: ConnectionUrl): boolean {
    return this.#engine.owns(url)
  }

  /** For doors: lets a client's socket in. `link` hears the outcome before this returns. */
  accept(link: Link, url: ConnectionUrl): LinkInput {
    return connect(this.#engine, link, url)
  }

  /** For doors: reports at once the webhooks that `webhookDelay` and `webhookBatchInterval` hold back. */
  flushWebhooks(): void {
    this.#engine.webhooks.flush()
  }

  /**
   * For runners: what the test waits for.
   *
   * @internal
   */
  get waits(): OpenWaits {
    return this.#engine.waits
  }

  /**
   * For doors: who sees the clients behind the sockets, and for whoever asks them.
   *
   * @internal
   */
  get witnesses(): Witnesses {
    return this.#engine.witnesses
  }

  /**
   * For doors: what is on its way.
   *
   * @internal
   */
  get underWay(): UnderWay {
    return this.#engine.underWay
  }

  /** For doors: the time that the fake goes by. */
  get clock(): Clock {
    return this.#engine.options.clock
  }

  /** For runners: what becomes of an event that is not as the option `events` says. */
  get contracts(): ContractPolicy {
    return this.#engine.contracts?.policy ?? 'off'
  }

  /** For reporters: the channels, or patterns, and events that the option `events` has. */
  declaredEvents(): readonly { readonly channel: string; readonly event: string }[] {
    return Object.entries(this.#engine.options.events ?? {}).flatMap(([channel, events]) =>
      Object.keys(events).map((event) => ({ channel, event })),
    )
  }

  /** For doors: tells the author of the test. */
  report(problem: ProblemReport): void {
    this.#engine.report(problem)
  }

  #disconnectAll(code: number, reason: string): void {
    this.faults.restore()
    for (const connection of [...this.#engine.connections.values()]) {
      endConnection(this.#engine, connection, code, reason)
    }
  }
}
