import type { PusherApp } from '../app/pusher-app.ts'
import type { WebhookName } from '../server/webhooks/webhook-event.ts'
import { deliverWebhooks, type WebhookDelivery } from './deliver-webhooks.ts'

/** Where webhooks go: a URL for all events, or one with the types of events that it wants. */
export type WebhookTarget =
  | string
  | {
      readonly url: string
      /** @default all */
      readonly events?: readonly WebhookName[]
    }

/** Posts webhooks to a target, until the delivery ends. @throws PusherFakeError `invalid_option` */
export function deliverTo(fake: PusherApp, target: WebhookTarget): WebhookDelivery {
  if (typeof target !== 'object' || target === null) return deliverWebhooks(fake, target)
  const { url, ...options } = target
  return deliverWebhooks(fake, url, options)
}
