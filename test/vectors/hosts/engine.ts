import { createPusherFake } from '../../../src/index.ts'
import { parseConnectionUrl } from '../../../src/protocol/connection-url.ts'
import type { Host } from '../service.ts'
import { fakeOptions } from './fake-settings.ts'

/** The engine itself: raw frames in and out of a link, no socket and no HTTP. */
export const ENGINE: Host = {
  name: 'engine',
  async start(settings) {
    const fake = createPusherFake(fakeOptions(settings))
    const { appId, key, secret } = fake
    return {
      credentials: { appId, key, secret },
      // Everything has happened when a call returns, but for what a timer does.
      patience: 2_000,
      async open({ path, tls = true }, hear) {
        const url = parseConnectionUrl(`${tls ? 'wss' : 'ws'}://ws-mt1.pusher.com${path}`)
        if (url === undefined) throw new Error(`Not a URL of Pusher: ${path}`)
        const input = fake.accept(
          {
            open() {},
            send: (text) => hear({ type: 'frame', text }),
            close: (code, reason) => hear({ type: 'close', code, reason }),
            drop: () => hear({ type: 'close', code: 1006, reason: '' }),
          },
          url,
        )
        return {
          send(data, times) {
            for (let sent = 0; sent < times; sent += 1) input.receive(data)
          },
          close: () => input.closed(1000, ''),
        }
      },
      async rest({ method, path, body }) {
        const response = await fake.fetch(
          new Request(`https://api-mt1.pusher.com${path}`, {
            method,
            ...(body !== undefined && { body }),
          }),
        )
        return { status: response.status, body: await response.text() }
      },
      onWebhook: (listener) =>
        void fake.on('webhookRequest', ({ headers, rawBody }) =>
          listener({ headers, body: rawBody }),
        ),
      stop: async () => fake.close(),
    }
  },
}
