import type { SetupServer } from 'msw/node'
import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import { pusherHandlers } from 'pusher-js-fake/msw'
import type { Host } from '../service.ts'
import { fakeOptions } from './fake-settings.ts'

/** The realm's own WebSocket, which the fake has replaced, and its fetch, which MSW answers. */
export function inPage(server: SetupServer): Host {
  return {
    name: 'in-page',
    async start(settings) {
      const fake = createPusherFake(fakeOptions(settings))
      const { uninstall } = installPusherFake({ fake })
      server.use(...pusherHandlers(fake))
      const { appId, key, secret } = fake
      return {
        credentials: { appId, key, secret },
        patience: 3_000,
        async open({ path, tls = true }, hear) {
          const socket = new WebSocket(`${tls ? 'wss' : 'ws'}://ws-mt1.pusher.com${path}`)
          socket.onmessage = ({ data }) => hear({ type: 'frame', text: data })
          socket.onclose = ({ code, reason }) => hear({ type: 'close', code, reason })
          await new Promise<void>((resolve, reject) => {
            socket.onopen = () => resolve()
            socket.onerror = reject
          })
          return {
            send(data, times) {
              const copy = typeof data === 'string' ? data : Uint8Array.from(data)
              for (let sent = 0; sent < times; sent += 1) socket.send(copy)
            },
            close: () => socket.close(1000),
          }
        },
        async rest({ method, path, body }) {
          const response = await fetch(`https://api-mt1.pusher.com${path}`, {
            method,
            ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
          })
          return { status: response.status, body: await response.text() }
        },
        onWebhook: (listener) =>
          void fake.on('webhookRequest', ({ headers, rawBody }) =>
            listener({ headers, body: rawBody }),
          ),
        async stop() {
          uninstall()
          fake.close()
          server.resetHandlers()
        },
      }
    },
  }
}
