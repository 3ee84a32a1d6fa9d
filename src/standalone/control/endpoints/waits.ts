import { type Endpoint, endpoint } from '../endpoint.ts'
import { clientEvent, subscription, timeout, virtual, webhook, webhookName } from '../models.ts'
import { object, text } from '../schema.ts'

/** What a test waits for; each answers at once when it has happened already. */
export const waitEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/wait/connection',
    operationId: 'waitForConnection',
    summary: 'Answers when a client is connected',
    body: object({}, { virtual, timeout }),
    answer: object({ socketId: text }),
    waits: true,
    handle: ({ session, body }) => session.app.waitForConnection(body),
  }),
  endpoint({
    method: 'POST',
    path: '/wait/subscription',
    operationId: 'waitForSubscription',
    summary: 'Answers when a client is subscribed to the channel',
    body: object({ channel: text }, { userId: text, virtual, timeout }),
    answer: subscription,
    waits: true,
    handle: ({ session, body: { channel, ...options } }) =>
      session.app.waitForSubscription(channel, options),
  }),
  endpoint({
    method: 'POST',
    path: '/wait/clientEvent',
    operationId: 'waitForClientEvent',
    summary: 'Answers when a client has sent the event to the channel',
    body: object({ channel: text, event: text }, { virtual, timeout }),
    answer: clientEvent,
    waits: true,
    handle: ({ session, body: { channel, event, ...options } }) =>
      session.app.waitForClientEvent(channel, event, options),
  }),
  endpoint({
    method: 'POST',
    path: '/wait/webhook',
    operationId: 'waitForWebhook',
    summary: 'Answers when a webhook has reported the event',
    body: object({ name: webhookName }, { channel: text, userId: text, event: text, timeout }),
    answer: webhook,
    waits: true,
    handle: ({ session, body: { name, ...filter } }) => session.app.waitForWebhook(name, filter),
  }),
]
