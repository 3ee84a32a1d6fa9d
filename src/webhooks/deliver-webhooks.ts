import type { PusherApp } from '../app/pusher-app.ts'
import { disposeSymbol } from '../server/dispose-symbol.ts'
import { requestOf } from '../server/webhooks/signed-request.ts'
import {
  checkDeliverOptions,
  checkFlushOptions,
  checkWebhookUrl,
  type DeliverWebhooksOptions,
  type FlushOptions,
} from './deliver-options.ts'
import { type FailedWebhook, WebhookQueue } from './webhook-queue.ts'

/** A delivery that is under way. */
export interface WebhookDelivery extends Disposable {
  /** What was given up, oldest first; the last 1,000. */
  readonly failures: readonly FailedWebhook[]
  /**
   * Resolves when everything that was recorded so far is delivered or given up.
   *
   * With a `timeout` it is the last call, for the end of a test or a process: what waits is posted once,
   * at once and with no retry, and what is not delivered when the time is over is lost. Each loss is
   * reported as `webhook_failed` with its name.
   *
   * @returns what was given up meanwhile, oldest first
   * @throws PusherFakeError `invalid_option` for a wrong timeout
   */
  flush(options?: FlushOptions): Promise<readonly FailedWebhook[]>
  /** Delivers nothing any more, retries included; what is under way is no failure. */
  stop(): void
}

/**
 * Posts the fake's webhooks to an app, signed, one after the other in their order. Anything but 2xx is
 * tried again with a growing delay, a redirect too; what goes wrong is reported at once as `webhook_failed`.
 * Source: Pusher docs, server_api/webhooks.
 *
 * @throws PusherFakeError `invalid_option` when `url` is none, or for a wrong option
 */
export function deliverWebhooks(
  fake: PusherApp,
  url: string,
  options: DeliverWebhooksOptions = {},
): WebhookDelivery {
  const target = checkWebhookUrl(url)
  const checked = checkDeliverOptions(options)
  const queue = new WebhookQueue(target, checked, (message) =>
    fake.report({ code: 'webhook_failed', message }),
  )
  const unsubscribe = fake.on('webhookRequest', (request) => {
    const wanted = requestOf(request, checked.events, fake)
    if (wanted !== undefined) queue.add(wanted)
  })
  const stop = () => {
    unsubscribe()
    queue.stop()
  }
  return {
    failures: queue.failures,
    async flush(flushOptions = {}) {
      const timeout = checkFlushOptions(flushOptions)
      const { given } = queue
      await (timeout === undefined ? queue.settled() : queue.lastCall(timeout))
      return queue.failures.slice(Math.max(0, queue.failures.length - (queue.given - given)))
    },
    stop,
    [disposeSymbol]: stop,
  }
}
