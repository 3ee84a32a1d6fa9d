import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'
import { ENGINE_OPTIONS, serviceOf } from './fake-service.ts'
import type { Peer } from './peer.ts'

export const pusherJsFake: Peer = {
  name: 'pusher-js-fake',
  boot() {
    const fake = installPusherFake({ Pusher, ...ENGINE_OPTIONS })
    return serviceOf(fake, { close: () => fake.uninstall() })
  },
}
