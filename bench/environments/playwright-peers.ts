import type { BrowserContext } from '@playwright/test'
import type { Options } from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { attachPusherFake } from 'pusher-js-fake/playwright'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { MinimalPusher, type MinimalSocket } from '../peers/minimal-pusher.ts'

/** A Pusher in the test process, as a context's pages reach it. */
export interface RemoteService {
  readonly options: Partial<Options>
  trigger(channel: string, event: string, data: unknown): void
  close(): Promise<void>
}

export interface RemotePeer {
  readonly name: string
  serve(context: BrowserContext): Promise<RemoteService>
}

const fixture: RemotePeer = {
  name: 'pusher-js-fake',
  async serve(context) {
    const fake = createPusherFake({ limits: { clientEventsPerSecond: 1_000_000 } })
    await attachPusherFake(context, fake)
    return {
      options: {},
      trigger: (channel, event, data) => void fake.trigger(channel, event, data),
      close: async () => fake.close(),
    }
  },
}

const routed: RemotePeer = {
  name: 'routeWebSocket',
  async serve(context) {
    const pusher = new MinimalPusher()
    await context.routeWebSocket(/\/app\/app-key/, (route) => {
      const socket: MinimalSocket = { send: (text) => route.send(text) }
      pusher.opened(socket)
      route.onMessage((text) => pusher.received(socket, String(text)))
      route.onClose(() => pusher.closed(socket))
    })
    return {
      options: {},
      trigger: (channel, event, data) => pusher.trigger(channel, event, data),
      close: async () => {},
    }
  },
}

const loopback: RemotePeer = {
  name: 'ws on loopback',
  async serve() {
    const fake = createPusherFake({ limits: { clientEventsPerSecond: 1_000_000 } })
    const server = await startPusherServer(fake)
    return {
      options: { wsHost: '127.0.0.1', wsPort: server.port, forceTLS: false },
      trigger: (channel, event, data) => void fake.trigger(channel, event, data),
      async close() {
        fake.close()
        await server.close()
      },
    }
  },
}

export const remotePeers: readonly RemotePeer[] = [fixture, routed, loopback]
