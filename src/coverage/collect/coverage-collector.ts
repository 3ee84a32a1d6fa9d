import type { PusherApp } from '../../app/pusher-app.ts'
import type { ClientReport, ListenerReport } from '../../server/diagnosis/witness.ts'
import type { CoverageData } from './coverage-data.ts'
import { CoverageRows } from './coverage-rows.ts'

/** The channel of what a client listens to on every channel. */
const EVERY_CHANNEL = '*'

/** An event that has reached a client of the app, until it is known whether anything listens. */
interface Arrival {
  readonly socketId: string
  readonly channel: string
  readonly event: string
  /** What its client listened to before: a listener may end with the first event. */
  readonly before: ClientReport | undefined
  /** The look at the clients that knows of it. */
  readonly look: number
}

/** Notes what the app of one test listens to, what is sent to it, and what it hears. */
export class CoverageCollector {
  readonly #fake: PusherApp
  readonly #rows = new CoverageRows()
  readonly #undo: readonly (() => void)[]
  #clients: readonly ClientReport[] = []
  #arrivals: Arrival[] = []
  #looks = 0
  #looking: Promise<void> | undefined

  constructor(fake: PusherApp) {
    this.#fake = fake
    for (const { channel, event } of fake.declaredEvents()) this.#rows.declare(channel, event)
    this.#undo = [
      fake.on('publication', ({ channel, event, sender }) =>
        this.#rows.send(channel, event, sender),
      ),
      fake.on('clientEvent', ({ channel, event, socketId }) =>
        this.#rows.send(channel, event, fake.isVirtual(socketId) ? 'test' : 'client'),
      ),
      fake.on('frame', ({ direction, socketId, channel, event }) => {
        if (fake.isVirtual(socketId)) return
        if (direction === 'out' && channel !== undefined && !isOwn(event)) {
          const before = this.#clientOf(socketId)
          this.#arrivals.push({ socketId, channel, event, before, look: this.#looks + 1 })
        }
        void this.#look()
      }),
    ]
  }

  /** Looks at the clients once more; resolves when all that has arrived is judged. */
  async look(): Promise<void> {
    await this.#looking
    await this.#look()
  }

  /** What was seen. To be called while the clients of the test are still there. */
  async finish(): Promise<CoverageData> {
    await this.look()
    for (const undo of this.#undo) undo()
    return this.#rows.data()
  }

  /** In this realm at once; a page is asked, one look after the other. */
  #look(): Promise<void> | undefined {
    if (this.#looking !== undefined) return this.#looking
    const asked = this.#fake.witnesses.ask()
    this.#looks += 1
    if (asked === undefined) {
      this.#judge()
      return undefined
    }
    this.#looking = asked.then(() => {
      this.#judge()
      this.#looking = undefined
      return this.#arrivals.length > 0 ? this.#look() : undefined
    })
    return this.#looking
  }

  #judge(): void {
    // A realm may have clients of other tests as well, and of other apps.
    const own = new Set(this.#fake.connections().map(({ socketId }) => socketId))
    this.#clients = this.#fake.witnesses
      .clients()
      .filter(({ socketId }) => socketId !== undefined && own.has(socketId))
    for (const { events, channels } of this.#clients) {
      this.#bind(EVERY_CHANNEL, events)
      for (const channel of channels) this.#bind(channel.name, channel.events)
    }
    const arrivals = this.#arrivals
    this.#arrivals = arrivals.filter((arrival) => {
      const { socketId, channel, event, before, look } = arrival
      const reports = [before, this.#clientOf(socketId)].filter((report) => report !== undefined)
      // Of a client that nobody can ask it is known that it got the event.
      const isHeard =
        reports.length === 0 || reports.some((report) => listens(report, channel, event))
      if (isHeard) this.#rows.hear(channel, event)
      return !isHeard && look > this.#looks
    })
  }

  #bind(channel: string, events: readonly string[]): void {
    for (const event of events) if (!isOwn(event)) this.#rows.bind(channel, event)
  }

  #clientOf(socketId: string): ClientReport | undefined {
    return this.#clients.find((client) => client.socketId === socketId)
  }
}

function listens(client: ClientReport, channel: string, event: string): boolean {
  const hears = ({ events, hearsAll }: ListenerReport) => hearsAll || events.includes(event)
  return hears(client) || client.channels.some((each) => each.name === channel && hears(each))
}

/** Events of the service itself. */
function isOwn(event: string): boolean {
  return event.startsWith('pusher:') || event.startsWith('pusher_internal:')
}
