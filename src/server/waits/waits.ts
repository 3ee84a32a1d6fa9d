import { assertClientEvent, assertName, assertOneOf } from '../check-argument.ts'
import { BOOLEAN, checkOptions, type Rules, TEXT } from '../check-options.ts'
import type { Engine } from '../engine.ts'
import type { ClientEventRecord, ConnectionEvent, SubscriptionEvent } from '../events.ts'
import { WEBHOOK_NAMES, type WebhookEvent, type WebhookName } from '../webhooks/webhook-event.ts'
import { waitFor } from './wait-for.ts'
import { WAIT_RULES, type WaitOptions } from './wait-options.ts'

/** Whose doing is awaited, and how long. */
export interface ClientWaitOptions extends WaitOptions {
  /** Whether virtual peers are meant instead of the app's clients. @default false */
  readonly virtual?: boolean
}

/** Whose subscription is awaited, and how long. */
export interface SubscriptionWaitOptions extends ClientWaitOptions {
  /** The member on a presence channel, or the user who is signed in. @default anybody */
  readonly userId?: string
}

/** Whose end is awaited, and how long. */
export interface DisconnectionWaitOptions extends ClientWaitOptions {
  /** One connection. @default every one of the app's clients */
  readonly socketId?: string
}

/** Fields that the webhook's event must have. */
export interface WebhookFilter {
  readonly channel?: string
  /** Of a member that came or went, or of the sender of a client event. */
  readonly userId?: string
  /** The name of a client event. */
  readonly event?: string
}

const CLIENT_RULES: Rules<ClientWaitOptions> = { ...WAIT_RULES, virtual: BOOLEAN }
const DISCONNECTION_RULES: Rules<DisconnectionWaitOptions> = { ...CLIENT_RULES, socketId: TEXT }
const SUBSCRIPTION_RULES: Rules<SubscriptionWaitOptions> = { ...CLIENT_RULES, userId: TEXT }
const WEBHOOK_RULES: Rules<WebhookFilter & WaitOptions> = {
  ...WAIT_RULES,
  channel: TEXT,
  userId: TEXT,
  event: TEXT,
}

export function waitForConnection(
  engine: Engine,
  given: ClientWaitOptions = {},
): Promise<ConnectionEvent> {
  checkOptions(given, CLIENT_RULES, 'waitForConnection')
  const { virtual = false, ...options } = given
  const check = () => {
    const socketId = [...engine.connections.keys()].find((id) => engine.peers.has(id) === virtual)
    return socketId === undefined ? undefined : { socketId }
  }
  const what = virtual ? 'a virtual peer' : 'a connection'
  const subject = { kind: 'connection', virtual } as const
  return waitFor(engine, { what, on: ['connection'], check, subject }, options)
}

export function waitForDisconnection(
  engine: Engine,
  given: DisconnectionWaitOptions = {},
): Promise<void> {
  checkOptions(given, DISCONNECTION_RULES, 'waitForDisconnection')
  const { socketId, virtual = false, ...options } = given
  const isMeant = (id: string) =>
    socketId === undefined ? engine.peers.has(id) === virtual : id === socketId
  const check = () => ([...engine.connections.keys()].some(isMeant) ? undefined : true)
  const whose = virtual ? 'every virtual peer' : "each of the app's clients"
  const what = `the end of ${socketId === undefined ? whose : `the connection ${socketId}`}`
  const ended: Promise<unknown> = waitFor(
    engine,
    { what, on: ['disconnection'], check, subject: { kind: 'disconnection', virtual } },
    options,
  )
  // The very promise: what follows from it would count as awaited.
  return ended as Promise<void>
}

export function waitForSubscription(
  engine: Engine,
  channel: string,
  given: SubscriptionWaitOptions = {},
): Promise<SubscriptionEvent> {
  assertName(channel, 'channel', 'waitForSubscription')
  checkOptions(given, SUBSCRIPTION_RULES, 'waitForSubscription')
  const { userId, virtual = false, ...options } = given
  const check = () => {
    for (const [{ socketId }, member] of engine.channels.get(channel)?.subscribers ?? []) {
      const users = [member?.userId, engine.connections.get(socketId)?.user?.id]
      if (engine.peers.has(socketId) !== virtual) continue
      if (userId !== undefined && !users.includes(userId)) continue
      return { socketId, channel, ...(member !== undefined && { userId: member.userId }) }
    }
    return undefined
  }
  const whose = `${virtual ? ' of a virtual peer' : ''}${userId === undefined ? '' : ` as "${userId}"`}`
  const what = `a subscription to "${channel}"${whose}`
  const on = ['subscription', 'signin'] as const
  const named = userId !== undefined && { userId }
  const subject = { kind: 'subscription', channel, virtual, ...named } as const
  return waitFor(engine, { what, on, check, subject }, options)
}

export function waitForClientEvent(
  engine: Engine,
  channel: string,
  event: string,
  given: ClientWaitOptions = {},
): Promise<ClientEventRecord> {
  assertName(channel, 'channel', 'waitForClientEvent')
  assertClientEvent(event, 'waitForClientEvent')
  checkOptions(given, CLIENT_RULES, 'waitForClientEvent')
  const { virtual = false, ...options } = given
  const isMeant = ({ socketId }: ClientEventRecord) => engine.peers.has(socketId) === virtual
  let latest = clientEvents(engine, channel, event).find(isMeant)
  const stop = engine.events.on('clientEvent', (record) => {
    if (record.channel === channel && record.event === event && isMeant(record)) latest ??= record
  })
  const what = `the client event "${event}" on "${channel}"${virtual ? ' of a virtual peer' : ''}`
  const check = () => latest
  const subject = { kind: 'client event', channel, event, virtual } as const
  const wait = { what, on: ['clientEvent'] as const, check, subject, stop }
  return waitFor(engine, wait, options)
}

export function waitForWebhook(
  engine: Engine,
  name: WebhookName,
  given: WebhookFilter & WaitOptions = {},
): Promise<WebhookEvent> {
  assertOneOf(name, WEBHOOK_NAMES, 'waitForWebhook')
  checkOptions(given, WEBHOOK_RULES, 'waitForWebhook')
  const { timeout, ...filter } = given
  const { userId, ...named } = filter
  // The event has the wire's words.
  const fields = Object.entries({ ...named, ...(userId !== undefined && { user_id: userId }) })
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
    subject: {
      kind: 'webhook',
      name,
      ...(filter.channel !== undefined && { channel: filter.channel }),
    } as const,
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
