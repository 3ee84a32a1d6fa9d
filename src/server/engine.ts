import { tagged } from '../errors/pusher-fake-error.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import { ChannelRegistry } from './channels/channel.ts'
import { EventCache } from './channels/event-cache.ts'
import type { Connection, ConnectionHost } from './connections/connection.ts'
import { KnownIds } from './connections/known-ids.ts'
import type { EventContracts } from './contracts/event-contracts.ts'
import { Attendance } from './diagnosis/attendance.ts'
import { type Problem, type ProblemReport, problemOf } from './diagnosis/problem.ts'
import { UnheardEvents } from './diagnosis/unheard.ts'
import { Witnesses } from './diagnosis/witness.ts'
import { Emitter } from './emitter.ts'
import type { PusherFakeEvents } from './events.ts'
import { FaultList } from './faults/fault-list.ts'
import { NetworkState } from './faults/network-state.ts'
import { SeededRandom } from './faults/seeded-random.ts'
import { BoundedLog, type LogBounds } from './log/bounded-log.ts'
import { FrameLog, type LogEntry, toRecord } from './log/frame-log.ts'
import type { ResolvedOptions } from './options.ts'
import { UserRegistry } from './users/user-registry.ts'
import { OpenWaits } from './waits/open-waits.ts'
import { UnderWay } from './waits/under-way.ts'
import { WebhookRecorder } from './webhooks/webhook-recorder.ts'

/** As many as the frame log has entries by default. */
const KEPT_IDS = 10_000

/** The state of one fake app; the rules live in the modules that work on it. */
export class Engine implements ConnectionHost {
  readonly options: ResolvedOptions
  /** Replaced when a test rotates it. */
  encryptionMasterKey: Uint8Array | undefined
  readonly log: FrameLog
  readonly cache: EventCache
  readonly channels: ChannelRegistry = new ChannelRegistry()
  readonly users: UserRegistry = new UserRegistry()
  readonly connections: Map<string, Connection> = new Map()
  /** The socket ids of virtual peers, of those that are gone too. */
  readonly peers: KnownIds = new KnownIds(KEPT_IDS)
  /** Those of them that play members beside the app's clients. */
  readonly actors: KnownIds = new KnownIds(KEPT_IDS)
  /** The socket ids of connections, of those that are gone too. */
  readonly socketIds: KnownIds = new KnownIds(KEPT_IDS)
  /** Whether a client of the app, and no virtual peer, has ever been connected. */
  hadApp = false
  readonly faults: FaultList = new FaultList({
    now: () => this.now(),
    changed: () => this.network.update(),
    tell: (record) => this.events.emit('fault', record),
  })
  readonly network: NetworkState
  /** How often the fake was asked to authorize each channel. */
  readonly authRequests: Map<string, number> = new Map()
  /** What faults draw from. */
  readonly random: SeededRandom
  readonly events: Emitter<PusherFakeEvents>
  /** What the app has declared about its events, if anything. */
  contracts: EventContracts | undefined
  readonly waits: OpenWaits = new OpenWaits()
  /** Who sees the clients behind the sockets. */
  readonly witnesses: Witnesses = new Witnesses()
  readonly unheard: UnheardEvents = new UnheardEvents()
  readonly underWay: UnderWay = new UnderWay()
  readonly attendance: Attendance = new Attendance()
  /** Authorizations that a fault has failed, by socket id and channel: they are no problem. */
  readonly failedOnPurpose: Set<string> = new Set()
  readonly logBounds: LogBounds
  readonly problems: BoundedLog<Problem>
  /** How many refusals were ever reported. */
  reported = 0
  #held: LogEntry[] | undefined
  #happened = 0
  readonly webhooks: WebhookRecorder

  constructor(options: ResolvedOptions) {
    this.options = options
    this.random = new SeededRandom(options.seed)
    this.network = new NetworkState(this.faults, {
      connections: this.connections,
      underWay: this.underWay,
      random: this.random.next,
    })
    this.encryptionMasterKey = options.encryptionMasterKey
    this.logBounds = { entries: options.frameLogSize, bytes: options.frameLogBytes }
    this.log = new FrameLog(this.logBounds, () => this.nextInOrder())
    this.problems = new BoundedLog(this.logBounds, ({ message }) => message.length)
    this.cache = new EventCache(options.clock, options.limits.cacheSeconds)
    this.events = new Emitter((error) => {
      options.logger(`[pusher-js-fake] A listener threw: ${String(error)}`)
    })
    this.webhooks = new WebhookRecorder(options, this.events)
  }

  now(): number {
    return this.options.clock.now()
  }

  /** The place of what happens now in the order of everything; a millisecond has room for much. */
  nextInOrder(): number {
    this.#happened += 1
    return this.#happened
  }

  logged(entry: LogEntry): void {
    if (!this.events.has('frame')) return
    if (this.#held === undefined) this.events.emit('frame', toRecord(entry))
    else this.#held.push(entry)
  }

  /** Sends to many; listeners hear of it when all have it, so that what they cause comes after. */
  asOne(send: () => void): void {
    if (this.#held !== undefined || !this.events.has('frame')) {
      send()
      return
    }
    const sent: LogEntry[] = []
    this.#held = sent
    try {
      send()
    } finally {
      this.#held = undefined
      for (const entry of sent) this.logged(entry)
    }
  }

  /** Answers a frame that came in; listeners hear of it, with its problem, before what it has caused. */
  answer(entry: LogEntry, work: () => void): void {
    const outer = this.#held
    const caused: LogEntry[] = []
    this.#held = caused
    const before = this.reported
    try {
      work()
    } finally {
      if (this.reported > before) entry.problem ??= this.problems.list(1)[0]?.message
      this.#held = outer
      for (const each of [entry, ...caused]) this.logged(each)
    }
  }

  /** Forgets what a test left; connections and faults end by themselves. */
  clear(): void {
    this.channels.clear()
    this.users.clear()
    this.cache.clear()
    this.log.clear()
    this.problems.clear()
    this.unheard.clear()
    this.attendance.clear()
    this.failedOnPurpose.clear()
    this.encryptionMasterKey = this.options.encryptionMasterKey
    this.webhooks.clear()
    this.random.restart()
    this.network.frames = 0
    this.authRequests.clear()
  }

  /** Tells the author of the test. */
  report(report: ProblemReport): void {
    const problem = problemOf(report)
    // What breaks a contract is no refusal: it is sent all the same.
    if (problem.kind !== 'contract') this.reported += 1
    this.problems.push(problem)
    this.options.logger(tagged(problem.code, problem.message))
    this.events.emit('problem', problem)
  }

  /** A socket id that no live connection has: two integers joined by a dot. */
  newSocketId(): string {
    const { random } = this.options
    const integer = () => Math.floor(random() * 1_000_000_000) + 1
    const draw = () => `${integer()}.${integer()}`
    let socketId = draw()
    // A source of a test's own may give the same number for ever.
    for (let draws = 1; draws < 10 && this.connections.has(socketId); draws += 1) socketId = draw()
    for (let second = 1; this.connections.has(socketId); second += 1) {
      socketId = `${integer()}.${second}`
    }
    return socketId
  }

  /** Whether a client that dials `url` names this app. */
  owns(url: ConnectionUrl): boolean {
    return url.key !== undefined && this.options.tokens.has(url.key)
  }
}
