import type { TestInfo } from '@playwright/test'
import type { PusherApp } from '../src/app/pusher-app.ts'
import { ServedApps } from '../src/standalone/served-apps.ts'
import { type PusherServer, serveApps } from '../src/standalone/start-pusher-server.ts'
import { deliverTo } from '../src/webhooks/webhook-target.ts'
import type { ListenOptions } from './listen.ts'

const FIRST_PORT = 6100

/** A server for the time of one test. */
export interface Listening {
  readonly server: PusherServer
  /** Says that nobody has called the server; undefined when somebody has. */
  idle(): string | undefined
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
  const { port = FIRST_PORT, webhooks = [], tls } = options
  const deliveries = webhooks.map((target) => deliverTo(fake, target))
  let isAsked = false
  const own = { port: port + parallelIndex, ...(tls !== undefined && { tls }) }
  const server = await serveApps(new ServedApps([fake]), own, {
    onAsked() {
      isAsked = true
    },
  })
  return {
    server,
    idle: () => (isAsked ? undefined : idle(server)),
    async stop(ms) {
      // The backend may ask the server for more when it hears of a webhook.
      await Promise.all(deliveries.map((delivery) => delivery.flush({ timeout: ms })))
      for (const delivery of deliveries) delivery.stop()
      await server.close()
    },
  }
}

function idle({ port }: PusherServer): string {
  return [
    `Port ${port} was open and got no request.`,
    `If the backend should have called the fake there, start it with NODE_OPTIONS="--import pusher-js-fake/node", or give its SDK host 127.0.0.1 and port ${port}.`,
  ].join(' ')
}
