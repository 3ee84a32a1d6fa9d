import type { Socket } from 'node:net'
import { FakeAddress } from './fake-address.ts'
import { Gateway } from './gateway.ts'
import { redirectSockets } from './redirect-sockets.ts'
import { RequestScope } from './request-scope.ts'

/** Both builds may be loaded in one process. */
const INSTALLED = Symbol.for('pusher-js-fake/node')

/**
 * From now on nothing that this process sends to Pusher leaves: it goes to the fake of the test whose
 * request is in hand, or else to `PUSHER_FAKE_URL`.
 *
 * @throws PusherFakeError `invalid_option` when `PUSHER_FAKE_URL` is no URL
 */
export function install(): void {
  if (Reflect.has(globalThis, INSTALLED)) return
  const scope = new RequestScope(new FakeAddress(process.env))
  let gateway: Gateway | undefined
  const opened = () => {
    gateway ??= new Gateway()
    return gateway
  }
  scope.watch()
  redirectSockets({
    connect: (dial, failed) => opened().connect(dial, failed),
    begun(socket: Socket) {
      const { current } = scope
      socket.once('connect', () => opened().expect(socket.localPort ?? 0, current))
    },
  })
  Reflect.set(globalThis, INSTALLED, true)
}
