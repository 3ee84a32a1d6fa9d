// @vitest-environment jsdom
import { setupServer } from 'msw/node'
import Pusher from 'pusher-js'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { test } from 'pusher-js-fake/vitest'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { fixtureCases } from './fixture-cases.ts'

// As an app's module does, before any test.
const atImport = new Pusher('app-key', { cluster: 'mt1' })

fixtureCases(Pusher, atImport)

describe('with a server of MSW that listens', () => {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())

  test("asks its handlers, at the page's own address", async ({ pusherFake }) => {
    const asked: string[] = []
    server.events.on('request:start', ({ request }) => asked.push(request.url))
    server.use(...pusherHandlers(pusherFake, { user: { id: 'ada' } }))
    new Pusher('app-key', {
      cluster: 'mt1',
      channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax' },
    }).subscribe('presence-room')
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    expect(asked).toEqual([new URL('/pusher/auth', document.baseURI).href])
  })

  test('does so in the next test too', async ({ pusherFake }) => {
    server.use(...pusherHandlers(pusherFake))
    new Pusher('app-key', {
      cluster: 'mt1',
      channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax' },
    }).subscribe('private-orders')
    await expect(pusherFake).toHaveSubscribed('private-orders')
  })
})
