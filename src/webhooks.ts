/**
 * Delivers a fake's webhooks to an app over HTTP.
 *
 * @module pusher-js-fake/webhooks
 */
export type { DeliverWebhooksOptions, FlushOptions } from './webhooks/deliver-options.ts'
export { deliverWebhooks, type WebhookDelivery } from './webhooks/deliver-webhooks.ts'
export type { FailedWebhook } from './webhooks/webhook-queue.ts'
