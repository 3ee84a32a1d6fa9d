import type { TestInfo } from '@playwright/test'
import type { PusherApp } from '../src/app/pusher-app.ts'
import { PusherFakeError } from '../src/errors/pusher-fake-error.ts'
import { isRecord } from '../src/protocol/json.ts'
import { isListOf, isPort, isString, type Rules } from '../src/server/check-options.ts'
import { type PusherServer, startPusherServer } from '../src/standalone/start-pusher-server.ts'
import { deliverTo, type WebhookTarget } from '../src/webhooks/webhook-target.ts'

/** `pusherFakeOptions.listen`: a real port for the backend, and for clients that are no page. */
export interface ListenOptions {
  /** Port of the first parallel worker; the others have the next ones. @default 6100 */
  port?: number
  /** URLs of the backend that webhooks are posted to, or `{ url, events }` for some types of events only. */
  webhooks?: readonly WebhookTarget[]
}

export const LISTEN_RULES: Rules<ListenOptions> = {
  port: ['a port between 0 and 65535', isPort],
  webhooks: [
    'a list of URLs, or of { url, events }',
    isListOf((item) => isString(item) || isRecord(item)),
  ],
}

const FIRST_PORT = 6100

/** A server for the time of one test. */
export interface Listening {
  readonly server: PusherServer
  /** Delivers what is left of the webhooks, in so many milliseconds at most, and frees the port. */
  stop(ms: number): Promise<void>
}

/**
 * Serves the test's fake on the port of its worker: the first one plus `TEST_PARALLEL_INDEX`.
 *
 * @throws PusherFakeError `invalid_option`
 */
export async function listen(
  fake: PusherApp,
  option: boolean | ListenOptions,
  { parallelIndex }: Pick<TestInfo, 'parallelIndex'>,
): Promise<Listening> {
  const options = typeof option === 'object' ? option : {}
  const { port = FIRST_PORT, webhooks = [] } = options
  const deliveries = webhooks.map((target) => deliverTo(fake, target))
  const server = await startPusherServer(fake, { port: port + parallelIndex })
  return {
    server,
    async stop(ms) {
      // The backend may ask the server for more when it hears of a webhook.
      await Promise.all(deliveries.map((delivery) => delivery.flush({ timeout: ms })))
      for (const delivery of deliveries) delivery.stop()
      await server.close()
    },
  }
}

/** @throws PusherFakeError that says how to have one */
export function noServer(): never {
  throw new PusherFakeError(
    'invalid_option',
    'pusherServer needs a port: test.use({ pusherFakeOptions: { listen: true } }).',
  )
}
