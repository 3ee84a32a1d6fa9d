import { createPusherFake } from 'pusher-js-fake'
import { attachPusherFake } from 'pusher-js-fake/playwright'
import { renderTimeline } from 'pusher-js-fake/timeline'
import { describe, expect, test } from 'vitest'
import { installPusherFake } from '../../src/browser.ts'
import type { PusherFakeError } from '../../src/index.ts'
import { pusherFakeMatchers } from '../../src/matchers.ts'
import { pusherHandlers } from '../../src/msw.ts'
import { startPusherServer } from '../../src/standalone.ts'
import { quietFake } from '../support/raw-client.ts'

/** As JavaScript hands it over: a value that is undefined by mistake, or of another kind. */
const wrong = (value?: unknown) => value as never

const fake = quietFake()
const peer = fake.connect({ user: { id: 'ada' } })

async function failureOf(call: () => unknown): Promise<PusherFakeError> {
  try {
    await call()
  } catch (error) {
    // Some doors are those of the built package, whose class is another.
    if (error instanceof Error && error.name === 'PusherFakeError') return error as PusherFakeError
    throw error
  }
  throw new Error('It took what it was given.')
}

const CALLS: Readonly<Record<string, readonly (() => unknown)[]>> = {
  'channel: expected the channel’s name': [() => fake.channel(wrong())],
  'waitForSubscription: expected the channel’s name': [
    () => fake.waitForSubscription(wrong()),
    () => fake.waitForSubscription(''),
    () => fake.waitForSubscription(wrong({ channel: 'orders' })),
  ],
  'waitForClientEvent: expected the channel’s name': [
    () => fake.waitForClientEvent(wrong(), 'client-a'),
  ],
  'waitForClientEvent: expected the event’s name': [
    () => fake.waitForClientEvent('private-a', wrong()),
  ],
  'waitForClientEvent: the name of a client event begins with client-, got "typing". Write "client-typing".':
    [() => fake.waitForClientEvent('private-a', wrong('typing'))],
  'waitForWebhook: expected one of channel_occupied, channel_vacated, ': [
    () => fake.waitForWebhook(wrong('occupied')),
    () => fake.waitForWebhook(wrong()),
    () => fake.waitForWebhook(wrong(['channel_occupied'])),
  ],
  'on: expected one of frame, connection, ': [() => fake.on(wrong('message'), () => {})],
  'on: expected a function, got undefined.': [() => fake.on('frame', wrong())],
  'sendToUser: expected the user’s id, a string, got 5.': [
    () => fake.sendToUser(wrong(5), 'note', {}),
  ],
  'sendToUser: expected the event’s name': [() => fake.sendToUser('ada', wrong(), {})],
  'terminateUserConnections: expected the user’s id': [
    () => fake.terminateUserConnections(wrong()),
  ],
  'triggerBatch, event 1: Unknown option "event", write "name".': [
    () =>
      fake.triggerBatch([
        { channel: 'a', name: 'b', data: 1 },
        wrong({ channel: 'a', event: 'b' }),
      ]),
  ],
  'rotateEncryptionMasterKey: Option "encryptionMasterKeyBase64" must be 32 bytes encoded as base64, got undefined.':
    [() => fake.rotateEncryptionMasterKey(wrong())],
  'fetch: expected a Request, got ': [
    () => fake.fetch(wrong('http://localhost/apps/1/events')),
    () => fake.fetch(wrong()),
  ],
  'faults.failSubscription: Options must be an object, got 403.': [
    () => fake.faults.failSubscription('private-a', wrong(403)),
  ],
  'faults.sendRaw: Options must be an object, got "1.2".': [
    () => fake.faults.sendRaw({}, wrong('1.2')),
  ],
  'peer.subscribe: expected the channel’s name': [
    () => peer.subscribe(wrong()),
    () => peer.subscribe(wrong({ channel: 'a' })),
  ],
  'peer.subscribe: Unknown option "user.user_id", write "user.id".': [
    () => peer.subscribe('presence-a', wrong({ user_id: 'bob' })),
  ],
  'peer.subscribe: Option "user" must be a user, { id, info }, got "bob".': [
    () => peer.subscribe('presence-a', wrong('bob')),
  ],
  'peer.subscribe: Unknown option "timout", write "timeout".': [
    () => peer.subscribe('presence-a', { id: 'bob' }, wrong({ timout: 5 })),
  ],
  'Say who it is: peer.subscribe("presence-a", { id: "bob" }), or ': [
    () => fake.connect().subscribe('presence-a'),
  ],
  'peer.unsubscribe: expected the channel’s name': [() => peer.unsubscribe(wrong())],
  'peer.trigger: expected the channel’s name': [() => peer.trigger(wrong(), 'client-a', wrong({}))],
  'peer.trigger: the name of a client event begins with client-': [
    () => peer.trigger('private-a', wrong('typing'), {}),
  ],
  'toHaveSubscribed: expected the channel’s name': [() => matcher('toHaveSubscribed')],
  'toHaveMember: expected the user’s id, a string, got 5.': [
    () => matcher('toHaveMember', 'presence-a', 5),
  ],
  'toHaveReceivedClientEvent: expected the event’s name': [
    () => matcher('toHaveReceivedClientEvent', 'private-a'),
  ],
  'toHaveReceivedClientEvent: the name of a client event begins with client-': [
    () => matcher('toHaveReceivedClientEvent', 'private-a', 'typing'),
  ],
  'Write: startPusherServer(fake, options)': [
    () => startPusherServer(wrong()),
    () => startPusherServer(wrong({ port: 0 })),
    () => startPusherServer([fake, wrong()]),
  ],
  'Write: pusherHandlers(fake)': [
    () => pusherHandlers(wrong()),
    () => pusherHandlers(wrong({ key: 'a' })),
  ],
  'attachPusherFake: expected a BrowserContext, got undefined': [
    () => attachPusherFake(wrong(), wrong(fake)),
    () => attachPusherFake(wrong(), wrong()),
  ],
  'attachPusherFake: expected a BrowserContext, got a Page': [
    () => attachPusherFake(wrong({ goto() {}, route() {} }), wrong(fake)),
  ],
  'Write: attachPusherFake(context, fake)': [
    () => attachPusherFake(wrong({ newPage() {}, route() {} }), wrong()),
  ],
  'installPusherFake: Option "fake" must be a fake that createPusherFake made, got 5.': [
    () => installPusherFake({ fake: wrong(5) }),
  ],
  'renderTimeline: expected a title and frames': [
    () => renderTimeline(wrong()),
    () => renderTimeline(wrong(fake.frames())),
  ],
}

function matcher(name: keyof typeof pusherFakeMatchers, ...given: readonly unknown[]): unknown {
  const state = { utils: { stringify: String }, equals: Object.is }
  return Reflect.apply(pusherFakeMatchers[name], state, [fake, ...given])
}

describe.each(Object.entries(CALLS))('%s', (message, calls) => {
  test.each(calls.map((call) => [String(call).replaceAll(/\s+/g, ' '), call] as const))(
    '%s',
    async (_, call) => {
      const error = await failureOf(call)
      expect(error.message).toContain(message.replaceAll('’', "'"))
      expect(error.code).toMatch(/^(invalid_|subscription_rejected)/)
    },
  )
})

test('a wrong call leaves nothing behind', async () => {
  const own = quietFake()
  for (const call of [
    () => own.waitForSubscription(wrong()),
    () => own.faults.failSubscription('private-a', wrong(403)),
    () => own.rotateEncryptionMasterKey(wrong()),
  ]) {
    await failureOf(call)
  }
  expect(own.faults.active()).toEqual([])
  expect(own.problems()).toEqual([])
})

test('a fake of another copy of the package is one', async () => {
  const other = createPusherFake({ logger: false })
  const installed = installPusherFake({ fake: wrong(other) })
  try {
    new WebSocket('wss://ws-mt1.pusher.com/app/app-key?protocol=7&client=js&version=8.4.0')
    await other.waitForConnection()
  } finally {
    installed.uninstall()
  }
})
