import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { loadReactNativeBuild } from '../support/react-native-build.ts'

// The Jest presets of React Native and Expo have no XMLHttpRequest either.
const test = base.extend({ pusherFakeOptions: { user: { id: 'ada' } } })
const Pusher = loadReactNativeBuild()

test("React Native's build is authorized where there is no XMLHttpRequest", async ({
  pusherFake,
}) => {
  expect(typeof globalThis.XMLHttpRequest).toBe('undefined')
  new Pusher('app-key', { cluster: 'mt1' }).subscribe('presence-room')
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
})

test("an endpoint that is not the fake's is asked by fetch", async ({ pusherFake }) => {
  const server = createServer((_, response) => response.writeHead(403).end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}/signatures`
  const pusher = new Pusher('app-key', {
    cluster: 'mt1',
    channelAuthorization: { endpoint, transport: 'ajax' },
  })
  const status = new Promise((resolve) =>
    pusher
      .subscribe('private-room')
      .bind('pusher:subscription_error', (error: { status: number }) => resolve(error.status)),
  )
  expect(await status).toBe(403)
  await expect(pusherFake).not.toHaveSubscribed('private-room')
  server.close()
})
