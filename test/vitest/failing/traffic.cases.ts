import { get } from 'node:http'
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

// Those that are named after a URL must fail; test/vitest/failures.test.ts runs them and reads why.

const dial = (url: string) =>
  new Promise((resolve) => {
    const socket = new WebSocket(url)
    socket.onclose = resolve
    socket.onerror = resolve
  })

test('passes before', async ({ pusherFake }) => {
  new Pusher('app-key', { cluster: 'mt1' }).subscribe('orders')
  await expect(pusherFake).toHaveSubscribed('orders')
})

test('passes with a socket of another key, which the service refuses', async ({ pusherFake }) => {
  await dial('wss://ws-mt1.pusher.com/app/other-key?protocol=7')
  expect(pusherFake.problems().map(({ code }) => code)).toEqual(['unknown_app_key'])
})

test('https://api-mt1.pusher.com/apps/1/events', async ({ pusherFake: _ }) => {
  const url = 'https://api-mt1.pusher.com/apps/1/events'
  await fetch(url, { method: 'POST', body: '{}' }).catch(() => {})
})

test('https://stats.pusher.com/timeline/v2/x', async ({ pusherFake }) => {
  await fetch('https://stats.pusher.com/timeline/v2/x').catch(() => {})
  pusherFake.reset()
})

test('http://sockjs-mt1.pusher.com/info', async ({ pusherFake: _ }) => {
  await new Promise((resolve) => get('http://sockjs-mt1.pusher.com/info').on('error', resolve))
})

test('https://js.pusher.com/8.4.0/pusher.min.js', async ({ pusherFake: _ }) => {
  await fetch('https://js.pusher.com/8.4.0/pusher.min.js').catch(() => {})
})

test.extend({ pusherFakeOptions: { onUnhandled: 'warn' as const, logger: false as const } })(
  'passes when it only warns',
  async ({ pusherFake: _ }) => {
    await fetch('https://stats.pusher.com/timeline/v2/x').catch(() => {})
  },
)

test('passes after', async ({ pusherFake }) => {
  expect([pusherFake.connections(), pusherFake.frames(), pusherFake.problems()]).toEqual([
    [],
    [],
    [],
  ])
})

test.concurrent('same key 1', async ({ pusherFake }) => {
  await pusherFake.connect().subscribe('a')
  await new Promise((resolve) => setImmediate(resolve))
})

test.concurrent('same key 2', async ({ pusherFake }) => {
  await pusherFake.connect().subscribe('a')
  await new Promise((resolve) => setImmediate(resolve))
})
