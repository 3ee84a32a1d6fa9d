// @vitest-environment jsdom
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import NodePusher from 'pusher-js'
// @ts-expect-error The build has no types of its own.
import BrowserPusher from 'pusher-js/dist/web/pusher.js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { test as base } from 'pusher-js-fake/vitest'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'

/** Signs as the app's backend does, in a process that knows of no fake. */
const elsewhere = createPusherFake({ logger: false })
const asked: string[] = []
let server: Server
let origin: string
const msw = setupServer()

afterEach(() => msw.resetHandlers())

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      asked.push(String(request.url))
      response.setHeader('access-control-allow-origin', '*')
      if (request.url !== '/broadcasting/auth') return response.writeHead(404).end()
      const body = Buffer.concat(chunks)
      const headers = { 'content-type': String(request.headers['content-type']) }
      const ask = new Request(`${origin}/pusher/auth`, { method: 'POST', headers, body })
      const signed = await elsewhere.authEndpoints({ user: { id: 'bob' } }).handle(ask)
      return response.end(await signed?.text())
    })
  })
  msw.listen({ onUnhandledFrame: 'bypass' })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  msw.close()
  await new Promise((resolve) => server.close(resolve))
})

const cluster = { cluster: 'mt1' }

describe.each([
  ["Node's build", NodePusher],
  ["the browser's build", BrowserPusher as typeof NodePusher],
])('of an app with %s', (_, Pusher) => {
  base('the backend keeps the route that it has', async ({ pusherFake }) => {
    const pusher = new Pusher('app-key', {
      ...cluster,
      authEndpoint: `${origin}/broadcasting/auth`,
    })
    pusher.subscribe('presence-room')
    await expect(pusherFake).toHaveMember('presence-room', 'bob')
    expect(asked).toContain('/broadcasting/auth')
  })

  base('the fake answers what the backend does not know', async ({ pusherFake }) => {
    asked.length = 0
    const pusher = new Pusher('app-key', { ...cluster, authEndpoint: `${origin}/pusher/auth` })
    pusher.subscribe('private-room')
    await expect(pusherFake).toHaveSubscribed('private-room')
    expect(asked).toContain('/pusher/auth')
  })

  base('a handler of MSW is a backend', async ({ pusherFake }) => {
    msw.use(http.post('*/pusher/auth', () => new HttpResponse('no', { status: 402 })))
    const pusher = new Pusher('app-key', { ...cluster, authEndpoint: `${origin}/pusher/auth` })
    const error = new Promise((resolve) => {
      pusher.subscribe('private-room').bind('pusher:subscription_error', resolve)
    })
    expect(await error).toMatchObject({ status: 402 })
    expect(pusherFake.channels()).toEqual([])
  })
})

/** With the app's own realm of forms: here that of jsdom. */
async function askByForm(pusherFake: PusherFake, send: (form: FormData) => Promise<unknown>) {
  const pusher = new NodePusher('app-key', cluster)
  await pusherFake.waitForConnection()
  await expect.poll(() => pusher.connection.socket_id).toBeTruthy()
  const form = new FormData()
  form.set('socket_id', pusher.connection.socket_id)
  form.set('channel_name', 'private-ö"')
  form.set('file', new Blob(['x']), 'x.txt')
  return send(form)
}

const test = base.extend({
  pusherFakeOptions: {
    user: ({ channelName, params }: { channelName?: string; params: object }) => {
      seen.push([channelName, Object.keys(params)])
      return { id: 'ada' }
    },
  },
})
const seen: unknown[] = []
const told = ['private-ö"', ['socket_id', 'channel_name']]

test('a multipart body by fetch', async ({ pusherFake }) => {
  await askByForm(pusherFake, (body) => fetch('/pusher/auth', { method: 'POST', body }))
  expect(seen.at(-1)).toEqual(told)
})

test('a multipart body by XMLHttpRequest', async ({ pusherFake }) => {
  seen.length = 0
  await askByForm(pusherFake, (body) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/pusher/auth')
    request.send(body)
    return new Promise((resolve) => request.addEventListener('loadend', resolve))
  })
  expect(seen.at(-1)).toEqual(told)
})
