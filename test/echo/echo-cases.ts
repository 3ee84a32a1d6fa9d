import type Echo from 'laravel-echo'
import { setupServer } from 'msw/node'
import type Pusher from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const OPTIONS = {
  pusher: { broadcaster: 'pusher', cluster: 'mt1' },
  reverb: {
    broadcaster: 'reverb',
    wsHost: 'reverb.test',
    wsPort: 8080,
    wssPort: 8080,
    forceTLS: false,
  },
} as const

/** What an app does with Laravel Echo, in tests of its own. */
export function echoCases(EchoClass: typeof Echo, PusherClass: typeof Pusher): void {
  const server = setupServer()
  let fake: InstalledPusherFake

  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterAll(() => server.close())
  beforeEach(() => {
    fake = installPusherFake({ Pusher: PusherClass, fake: createPusherFake({ logger: false }) })
    server.use(
      ...pusherHandlers(fake, {
        authEndpoint: '/broadcasting/auth',
        user: { id: '1', info: { name: 'Ada' } },
      }),
    )
  })
  afterEach(() => {
    fake.uninstall()
    fake.close()
    server.resetHandlers()
  })

  describe.each(['pusher', 'reverb'] as const)('broadcaster %s', (name) => {
    function connect(): Echo<'pusher' | 'reverb'> {
      return new EchoClass<'pusher' | 'reverb'>({
        ...OPTIONS[name],
        enabledTransports: ['ws', 'wss'],
        key: fake.key,
        Pusher: PusherClass,
        authEndpoint: 'http://app.test/broadcasting/auth',
      })
    }

    /** Broadcasts as Laravel does. */
    function broadcast(app: PusherFake, channel: string, event: string, data: object): void {
      app.trigger(channel, event, data)
    }

    test('a public channel hears a broadcast of its event class', async () => {
      const echo = connect()
      const heard = new Promise((resolve) => {
        echo.channel('orders').listen('OrderShipped', resolve)
      })
      await fake.waitForSubscription('orders')
      broadcast(fake, 'orders', 'App\\Events\\OrderShipped', { id: 1 })
      expect(await heard).toEqual({ id: 1 })
      expect(fake.connections()[0]?.url).toContain(
        name === 'reverb' ? 'ws://reverb.test:8080/app/app-key' : 'wss://ws-mt1.pusher.com',
      )
      echo.disconnect()
    })

    test('a private channel is authorized, and whispers reach the others', async () => {
      const [ada, bob] = [connect(), connect()]
      const whispered = new Promise((resolve) => {
        bob.private('chat').listenForWhisper('typing', resolve)
      })
      const channel = ada.private('chat')
      await expect.poll(() => fake.channel('private-chat')?.subscriptionCount).toBe(2)
      channel.whisper('typing', { on: true })
      expect(await whispered).toEqual({ on: true })
      ada.disconnect()
      bob.disconnect()
    })

    test('a presence channel knows who is here, who joins and who leaves', async () => {
      const echo = connect()
      const here: unknown[] = []
      const joined: unknown[] = []
      const left: unknown[] = []
      echo
        .join('room')
        .here((members: unknown) => here.push(members))
        .joining((member: unknown) => joined.push(member))
        .leaving((member: unknown) => left.push(member))
      await fake.waitForSubscription('presence-room')
      const peer = fake.connect()
      await peer.subscribe('presence-room', { id: '2', info: { name: 'Bob' } })
      peer.disconnect()
      expect([here, joined, left]).toEqual([
        [[{ name: 'Ada' }]],
        [{ name: 'Bob' }],
        [{ name: 'Bob' }],
      ])
      echo.disconnect()
    })

    test('a notification arrives on the private channel of its user', async () => {
      const echo = connect()
      const notified = new Promise((resolve) => {
        echo.private('App.Models.User.1').notification(resolve)
      })
      await fake.waitForSubscription('private-App.Models.User.1')
      broadcast(
        fake,
        'private-App.Models.User.1',
        'Illuminate\\Notifications\\Events\\BroadcastNotificationCreated',
        { id: 'n1', type: 'App\\Notifications\\InvoicePaid' },
      )
      expect(await notified).toMatchObject({ id: 'n1' })
      echo.disconnect()
    })

    test('an encrypted private channel is decrypted', async () => {
      fake.rotateEncryptionMasterKey('zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=')
      const echo = connect()
      const heard = new Promise((resolve) => {
        echo.encryptedPrivate('orders').listen('OrderShipped', resolve)
      })
      await fake.waitForSubscription('private-encrypted-orders')
      broadcast(fake, 'private-encrypted-orders', 'App\\Events\\OrderShipped', { id: 1 })
      expect(await heard).toEqual({ id: 1 })
      echo.disconnect()
    })

    test('leave gives up every kind of the channel', async () => {
      const echo = connect()
      echo.channel('room')
      echo.private('room')
      await Promise.all([
        fake.waitForSubscription('room'),
        fake.waitForSubscription('private-room'),
      ])
      echo.leave('room')
      await fake.waitForWebhook('channel_vacated', { channel: 'room' })
      await fake.waitForWebhook('channel_vacated', { channel: 'private-room' })
      expect(fake.channels()).toEqual([])
      echo.disconnect()
    })
  })
}
