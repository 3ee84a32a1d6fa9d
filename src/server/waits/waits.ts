import type { Engine } from '../engine.ts'
import type { ClientEventRecord, ConnectionEvent, SubscriptionEvent } from '../events.ts'
import type { WebhookEvent, WebhookName } from '../webhooks/webhook-event.ts'
import { type WaitOptions, waitFor } from './wait-for.ts'

/** Fields that the webhook's event must have. */
export interface WebhookFilter {
  readonly channel?: string
  /** Of a member that came or went, or of the sender of a client event. */
  readonly user_id?: string
  /** The name of a client event. */
  readonly event?: string
}

export function waitForConnection(engine: Engine, options?: WaitOptions): Promise<ConnectionEvent> {
  const check = () => {
    const [socketId] = engine.connections.keys()
    return socketId === undefined ? undefined : { socketId }
  }
  return waitFor(engine, { what: 'a connection', on: ['connection'], check }, options)
}

export function waitForSubscription(
  engine: Engine,
  channel: string,
  options?: WaitOptions,
): Promise<SubscriptionEvent> {
  const check = () => {
    const [first] = engine.channels.get(channel)?.subscribers ?? []
    if (first === undefined) return undefined
    const [{ socketId }, member] = first
    return { socketId, channel, ...(member !== undefined && { userId: member.userId }) }
  }
  const what = `a subscription to "${channel}"`
  return waitFor(engine, { what, on: ['subscription'], check, channel }, options)
}

export function waitForClientEvent(
  engine: Engine,
  channel: string,
  event: string,
  options?: WaitOptions,
): Promise<ClientEventRecord> {
  let latest = clientEvents(engine, channel, event)[0]
  const stop = engine.events.on('clientEvent', (record) => {
    if (record.channel === channel && record.event === event) latest ??= record
  })
  const what = `the client event "${event}" on "${channel}"`
  const check = () => latest
  return waitFor(engine, { what, on: ['clientEvent'], check, channel }, options).finally(stop)
}

export function waitForWebhook(
  engine: Engine,
  name: WebhookName,
  { timeout, ...filter }: WebhookFilter & WaitOptions = {},
): Promise<WebhookEvent> {
  const fields = Object.entries(filter)
  const check = () =>
    engine.webhooks
      .events()
      .find(
        (event) =>
          event.name === name &&
          fields.every(([field, value]) =>
            Object.entries(event).some(([key, own]) => key === field && own === value),
          ),
      )
  const what = `the webhook "${name}"${fields.length === 0 ? '' : ` with ${JSON.stringify(filter)}`}`
  const wait = {
    what,
    on: ['webhook'] as const,
    check,
    ...(filter.channel !== undefined && { channel: filter.channel }),
  }
  return waitFor(engine, wait, timeout === undefined ? {} : { timeout })
}

/** Client events in the log that the service accepted, oldest first. */
function clientEvents(engine: Engine, channel: string, event: string): ClientEventRecord[] {
  return engine.log
    .list({ direction: 'in', event, channel })
    .filter(({ problem }) => problem === undefined)
    .map(({ socketId, data, userId }) => ({
      socketId,
      channel,
      event,
      data,
      ...(userId !== undefined && { userId }),
    }))
}
