import { beforeAll, describe, expect, test } from 'vitest'
import type { PusherFakeOptions } from '../../../src/index.ts'
import { loadSecretBox } from '../../../src/server/channels/with-secret-box.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

const MASTER_KEY = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='

function room(channel: string, options: PusherFakeOptions = {}) {
  const fake = quietFake({ encryptionMasterKeyBase64: MASTER_KEY, ...options })
  const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
  const presence = channel.startsWith('presence-')
  ada.subscribe(channel, presence ? { id: 'ada' } : undefined)
  bob.subscribe(channel, presence ? { id: 'bob' } : undefined)
  ada.take()
  return { fake, ada, bob }
}

beforeAll(loadSecretBox)

function error(message: string, code: number | null = null) {
  return { event: 'pusher:error', data: { code, message } }
}

describe('delivery', () => {
  test('to the others only, data as JSON text', () => {
    const { ada, bob } = room('private-chat')
    ada.send({ event: 'client-typing', channel: 'private-chat', data: { on: true } })
    expect(ada.take()).toEqual([])
    expect(bob.take()).toEqual([
      { event: 'client-typing', channel: 'private-chat', data: '{"on":true}' },
    ])
  })

  test('a string is passed on as it is', () => {
    const { ada, bob } = room('private-chat')
    ada.send({ event: 'client-typing', channel: 'private-chat', data: 'hello' })
    expect(bob.take()).toEqual([{ event: 'client-typing', channel: 'private-chat', data: 'hello' }])
  })

  test('with the user_id of the sender on a presence channel', () => {
    const { ada, bob } = room('presence-chat')
    ada.send({ event: 'client-typing', channel: 'presence-chat', data: null })
    expect(bob.take()).toEqual([
      { event: 'client-typing', channel: 'presence-chat', data: 'null', user_id: 'ada' },
    ])
  })

  test('is told to listeners, data decoded', () => {
    const { fake, ada } = room('presence-chat')
    const told: unknown[] = []
    fake.on('clientEvent', (event) => told.push(event))
    ada.send({ event: 'client-typing', channel: 'presence-chat', data: { on: true } })
    expect(told).toEqual([
      {
        socketId: ada.socketId,
        channel: 'presence-chat',
        event: 'client-typing',
        data: { on: true },
        userId: 'ada',
      },
    ])
  })

  test.each([
    'private-cache-chat',
    'presence-cache-chat',
    'private-encrypted-chat',
    'private-encrypted-cache-chat',
  ])('is allowed on %s', (channel) => {
    const { ada, bob } = room(channel)
    bob.take()
    ada.send({ event: 'client-typing', channel, data: 1 })
    expect(bob.take()).toMatchObject([{ event: 'client-typing', channel, data: '1' }])
  })
})

describe('refusals', () => {
  const unsupported = 'Client event rejected - only supported on private and presence channels'

  test.each(['chat', 'cache-chat'])('on %s', (channel) => {
    const { fake, ada, bob } = room(channel)
    ada.send({ event: 'client-typing', channel, data: 1 })
    expect(ada.take()).toEqual([error(unsupported)])
    expect(bob.take()).toEqual([])
    const message = `${unsupported}. Send it on a channel that begins with private- or presence-; "${channel}" does not`
    expect(fake.problems()).toMatchObject([
      { code: 'client_event_refused', message, socketId: ada.socketId, channel },
    ])
  })

  test('on a channel that the sender is not subscribed to', () => {
    const { fake, bob } = room('private-chat')
    const eve = new RawClient(fake)
    eve.take()
    eve.send({ event: 'client-typing', channel: 'private-chat', data: 1 })
    expect(eve.take()).toEqual([
      error('Cannot broadcast client event (connection not subscribed to channel private-chat)'),
    ])
    expect(bob.take()).toEqual([])
  })

  test('on the channel of a user', () => {
    const { ada } = room('private-chat')
    ada.signin({ id: 'ada' })
    ada.subscribe('#server-to-user-ada')
    ada.send({ event: 'client-typing', channel: '#server-to-user-ada', data: 1 })
    expect(ada.take()).toEqual([error(unsupported)])
  })

  test('where the app does not enable them', () => {
    const { fake, ada, bob } = room('private-chat', { clientEvents: false })
    ada.send({ event: 'client-typing', channel: 'private-chat', data: 1 })
    const message =
      'To send client events, you must enable this feature in the Settings page of your dashboard.'
    expect(ada.take()).toEqual([error(message)])
    expect(bob.take()).toEqual([])
    expect(fake.problems()[0]?.message).toBe(
      `${message}. Here: createPusherFake({ clientEvents: true })`,
    )
  })

  test('of a name over 200 characters', () => {
    const { ada, bob } = room('private-chat')
    const longest = `client-${'a'.repeat(193)}`
    ada.send({ event: longest, channel: 'private-chat', data: 1 })
    ada.send({ event: `${longest}a`, channel: 'private-chat', data: 1 })
    expect(ada.take()).toEqual([error('The event name is longer than 200 characters')])
    expect(bob.take()).toMatchObject([{ event: longest }])
  })

  test('of data over 10 KB, counted in bytes', () => {
    const { ada, bob } = room('private-chat')
    ada.send({ event: 'client-a', channel: 'private-chat', data: 'é'.repeat(5120) })
    ada.send({ event: 'client-b', channel: 'private-chat', data: `${'é'.repeat(5120)}a` })
    expect(ada.take()).toEqual([
      error(
        'The data content of this event exceeds the allowed maximum (10240 bytes). See https://pusher.com/docs/channels/server_api/http-api#publishing-events for more info',
      ),
    ])
    expect(bob.take().map(({ event }) => event)).toEqual(['client-a'])
  })
})

describe('the rate limit', () => {
  function send(client: RawClient, times: number) {
    for (let count = 0; count < times; count += 1) {
      client.send({ event: 'client-a', channel: 'private-chat', data: count })
    }
  }
  const limited = error('Client event rejected due to rate limit: at most 10 a second', 4301)

  test('refuses the eleventh event of a second with 4301 and keeps the socket', () => {
    const { fake, ada, bob } = room('private-chat', { clock: new ManualClock() })
    send(ada, 11)
    expect(ada.take()).toEqual([limited])
    expect(ada.closes).toEqual([])
    expect(bob.take()).toHaveLength(10)
    expect(fake.problems()).toMatchObject([{ code: 'client_event_refused' }])
  })

  test('lets in ten more after a second', () => {
    const clock = new ManualClock()
    const { ada, bob } = room('private-chat', { clock })
    send(ada, 10)
    clock.advance(999)
    send(ada, 1)
    expect(ada.take()).toEqual([limited])
    clock.advance(1)
    send(ada, 10)
    expect(ada.take()).toEqual([])
    expect(bob.take()).toHaveLength(20)
  })

  test('counts each connection by itself', () => {
    const { ada, bob } = room('private-chat', { clock: new ManualClock() })
    send(ada, 10)
    bob.take()
    send(bob, 10)
    expect(bob.take()).toEqual([])
    expect(ada.take()).toHaveLength(10)
  })

  test('can be changed and switched off', () => {
    const one = room('private-chat', { limits: { clientEventsPerSecond: 1 } })
    send(one.ada, 2)
    expect(one.ada.take()).toMatchObject([{ data: { code: 4301 } }])
    const none = room('private-chat', { limits: false })
    send(none.ada, 1000)
    expect(none.ada.take()).toEqual([])
  })
})
