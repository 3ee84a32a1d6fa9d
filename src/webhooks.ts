/**
 * Delivers a fake's webhooks to an app over HTTP.
 *
 * @module pusher-js-fake/webhooks
 */
export {
  type DeliverWebhooksOptions,
  deliverWebhooks,
  type FailedWebhook,
  type WebhookDelivery,
} from './webhooks/deliver-webhooks.ts'
