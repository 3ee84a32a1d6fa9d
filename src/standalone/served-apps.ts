import { PusherApp } from '../app/pusher-app.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { PusherFakeOptions } from '../server/options.ts'
import type { WebhookDelivery } from '../webhooks/deliver-webhooks.ts'
import { deliverTo, type WebhookTarget } from '../webhooks/webhook-target.ts'

/** Makes an app that was not there from the start. */
export type CreateApp = (options: PusherFakeOptions) => PusherApp

/** Milliseconds that the last webhooks of an app may take. */
const LAST_CALL_MS = 1_000

/** The apps that a server serves: those it was started with, and those that came by the control API. */
export class ServedApps {
  /** From the start; at least one. */
  readonly given: readonly [PusherApp, ...PusherApp[]]
  readonly #made = new Map<string, PusherApp>()
  readonly #deliveries = new Map<PusherApp, WebhookDelivery[]>()
  readonly #listeners: ((app: PusherApp) => void)[] = []
  readonly #create: CreateApp

  /** @throws PusherFakeError `invalid_option` when there is none, or two have one id or key */
  constructor(
    given: readonly PusherApp[],
    create: CreateApp = (options) => new PusherApp(options),
  ) {
    const [first, ...others] = given
    if (first === undefined) {
      throw new PusherFakeError(
        'invalid_option',
        'startPusherServer needs at least one fake, got an empty list. Write startPusherServer(createPusherFake()).',
      )
    }
    this.given = [first, ...others]
    this.#create = create
    for (const [index, app] of given.entries()) assertUnlike(app, given.slice(0, index))
  }

  /** Those from the start first. */
  all(): readonly PusherApp[] {
    return [...this.given, ...this.#made.values()]
  }

  withId(appId: string): PusherApp | undefined {
    return this.#made.get(appId) ?? this.given.find((app) => app.appId === appId)
  }

  /** The app that a client dials; one that nobody owns gets its refusal from the first. */
  dialled(url: ConnectionUrl): PusherApp {
    return this.all().find((app) => app.owns(url)) ?? this.given[0]
  }

  /** Calls back for each app that is there, and for each that comes. */
  each(listener: (app: PusherApp) => void): void {
    this.all().forEach(listener)
    this.#listeners.push(listener)
  }

  /** @throws PusherFakeError `invalid_option`, also for an id or key that is taken, and for a wrong URL */
  make(options: PusherFakeOptions, webhooks: readonly WebhookTarget[]): PusherApp {
    const app = this.#create(options)
    assertUnlike(app, this.all())
    for (const target of webhooks) this.deliver(app, target)
    this.#made.set(app.appId, app)
    for (const listener of this.#listeners) listener(app)
    return app
  }

  /** Posts the app's webhooks to a target, until either ends. @throws PusherFakeError `invalid_option` */
  deliver(app: PusherApp, target: WebhookTarget): void {
    const deliveries = this.#deliveries.get(app) ?? []
    deliveries.push(deliverTo(app, target))
    this.#deliveries.set(app, deliveries)
  }

  /** Ends an app that was made. @returns false when there is none of that id */
  async end(appId: string): Promise<boolean> {
    const app = this.#made.get(appId)
    if (app === undefined) return false
    this.#made.delete(appId)
    app.close()
    await this.#endDeliveries([app])
    return true
  }

  /**
   * Ends what was made, and all deliveries. To be called when the clients of the server are gone, so that
   * what they leave behind is among the last webhooks.
   */
  async close(): Promise<void> {
    const apps = this.all()
    for (const app of this.#deliveries.keys()) app.flushWebhooks()
    for (const app of this.#made.values()) app.close()
    this.#made.clear()
    await this.#endDeliveries(apps)
  }

  async #endDeliveries(apps: readonly PusherApp[]): Promise<void> {
    const deliveries = apps.flatMap((app) => this.#deliveries.get(app) ?? [])
    for (const app of apps) this.#deliveries.delete(app)
    await Promise.all(deliveries.map((delivery) => delivery.flush({ timeout: LAST_CALL_MS })))
    for (const delivery of deliveries) delivery.stop()
  }
}

/** @throws PusherFakeError `invalid_option` */
function assertUnlike(app: PusherApp, others: readonly PusherApp[]): void {
  for (const name of ['appId', 'key'] as const) {
    if (!others.some((other) => other[name] === app[name])) continue
    throw new PusherFakeError(
      'invalid_option',
      `Two apps of one server have the ${name} "${app[name]}". Give each its own.`,
    )
  }
}
