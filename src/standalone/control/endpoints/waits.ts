import { type Endpoint, endpoint } from '../endpoint.ts'
import {
  clientEvent,
  nothing,
  socketId,
  subscription,
  timeout,
  virtual,
  webhook,
  webhookName,
} from '../models.ts'
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
    path: '/wait/disconnection',
    operationId: 'waitForDisconnection',
    summary: 'Answers when no client is connected, or not the one that is named',
    body: object({}, { socketId, virtual, timeout }),
    answer: nothing,
    waits: true,
    async handle({ session, body }) {
      await session.app.waitForDisconnection(body)
      return {}
    },
  }),
  endpoint({
    method: 'POST',
    path: '/wait/settled',
    operationId: 'settled',
    summary: 'Answers when what was handed over is heard, and what was asked for is answered',
    body: object({}, { timeout }),
    answer: nothing,
    waits: true,
    async handle({ session, body }) {
      await session.app.settled(body)
      return {}
    },
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
