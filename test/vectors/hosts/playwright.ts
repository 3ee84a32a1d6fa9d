import type { Page } from '@playwright/test'
import type { PusherFake } from 'pusher-js-fake'
import type { Service, SocketEvent } from '../service.ts'

/** What the page offers; its functions run there. */
interface PageSockets {
  readonly sockets: Map<number, WebSocket>
  heard(id: number, event: SocketEvent): void
}

const PAGE = 'http://app.test/'

/** A page in Chromium: its WebSocket and its fetch, as the fixture serves them. */
export async function pageService(page: Page, fake: PusherFake): Promise<Service> {
  const listeners = new Map<number, (event: SocketEvent) => void>()
  await page.exposeFunction('heard', (id: number, event: SocketEvent) => listeners.get(id)?.(event))
  await page.route(PAGE, (route) => route.fulfill({ contentType: 'text/html', body: '' }))
  await page.goto(PAGE)
  await page.evaluate(() => Object.assign(globalThis, { sockets: new Map() }))
  const { appId, key, secret } = fake
  return {
    credentials: { appId, key, secret },
    patience: 5_000,
    async open({ path, tls = true }, hear) {
      const id = listeners.size
      listeners.set(id, hear)
      const url = `${tls ? 'wss' : 'ws'}://ws-mt1.pusher.com${path}`
      await page.evaluate(openSocket, [id, url] as const)
      return {
        async send(data, times) {
          const binary = typeof data !== 'string'
          const text = binary ? Buffer.from(data).toString('base64') : data
          await page.evaluate(sendData, [id, text, binary, times] as const)
        },
        close: () => page.evaluate(closeSocket, id),
      }
    },
    rest: ({ method, path, body }) =>
      page.evaluate(callRest, [`https://api-mt1.pusher.com${path}`, method, body] as const),
    onWebhook: (listener) =>
      void fake.on('webhookRequest', ({ headers, rawBody }) =>
        listener({ headers, body: rawBody }),
      ),
    async stop() {},
  }
}

function openSocket([id, url]: readonly [number, string]): Promise<void> {
  const { sockets, heard } = globalThis as unknown as PageSockets
  const socket = new WebSocket(url)
  sockets.set(id, socket)
  socket.onmessage = ({ data }) => heard(id, { type: 'frame', text: data })
  socket.onclose = ({ code, reason }) => heard(id, { type: 'close', code, reason })
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error(`${url} did not open`))
  })
}

function sendData([id, data, binary, times]: readonly [number, string, boolean, number]): void {
  const { sockets } = globalThis as unknown as PageSockets
  const content = binary ? Uint8Array.from(atob(data), (char) => char.charCodeAt(0)) : data
  for (let sent = 0; sent < times; sent += 1) sockets.get(id)?.send(content)
}

function closeSocket(id: number): void {
  const { sockets } = globalThis as unknown as PageSockets
  sockets.get(id)?.close(1000)
}

async function callRest([url, method, body]: readonly [
  string,
  string,
  string | undefined,
]): Promise<{
  status: number
  body: string
}> {
  const response = await fetch(url, { method, ...(body !== undefined && { body }) })
  return { status: response.status, body: await response.text() }
}
