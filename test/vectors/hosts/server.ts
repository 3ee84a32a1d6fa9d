import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { deliverWebhooks } from 'pusher-js-fake/webhooks'
import type { Host } from '../service.ts'
import { fakeOptions } from './fake-settings.ts'
import { remoteService } from './remote-service.ts'
import { startWebhookReceiver } from './webhook-receiver.ts'

/** The standalone server: real sockets, real HTTP, webhooks that are posted. */
export const SERVER: Host = {
  name: 'server',
  async start(settings) {
    const fake = createPusherFake(fakeOptions(settings))
    const [server, receiver] = await Promise.all([startPusherServer(fake), startWebhookReceiver()])
    const delivery = deliverWebhooks(fake, receiver.url)
    const { appId, key, secret } = fake
    const service = remoteService({
      credentials: { appId, key, secret },
      socketUrl: server.socketUrl,
      apiUrl: server.webUrl,
      patience: 5_000,
    })
    return {
      ...service,
      onWebhook(listener) {
        receiver.listener = listener
      },
      async stop() {
        await service.stop()
        await server.close()
        delivery.stop()
        fake.close()
        await receiver.stop()
      },
    }
  },
}
