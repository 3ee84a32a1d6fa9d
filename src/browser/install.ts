import { isFake } from '../app/assert-fake.ts'
import { PusherApp } from '../app/pusher-app.ts'
import type { PusherFake, PusherFakeOf } from '../app/pusher-fake.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { type Check, checkOptions, type Rules } from '../server/check-options.ts'
import type { EventSchemas } from '../server/contracts/event-schemas.ts'
import { disposeSymbol } from '../server/dispose-symbol.ts'
import type { AnyEvents, EventMap } from '../server/event-map.ts'
import { OPTION_RULES, type PusherFakeOptions } from '../server/options.ts'
import type { PusherClass } from './pusher-runtime.ts'
import type { Realm } from './realm/realm.ts'
import { serveSession } from './serve-session.ts'

/** Options of `installPusherFake`; those of `createPusherFake` besides. */
export interface InstallOptions extends PusherFakeOptions {
  /** Globals to patch: the window of a frame or of jsdom. @default globalThis */
  realm?: Realm
  /**
   * The class of pusher-js's Node build, which reads no global: what Node, and jsdom in Vitest and Jest, resolve.
   * Left out, every copy is served that Node has loaded, or that comes later.
   */
  Pusher?: PusherClass
  /** A fake made before, to share one between realms; not with options of `createPusherFake`. */
  fake?: PusherApp
}

const isObject: Check = (value) => Object(value) === value

const INSTALL_RULES: Rules<InstallOptions> = {
  ...OPTION_RULES,
  realm: ['a window, or globalThis', isObject],
  Pusher: ["pusher-js's class", isObject],
  fake: ['a fake that createPusherFake made', isFake],
}

/** The fake, and the way back. */
export interface InstalledPusherFake<Events extends EventMap<Events> = AnyEvents>
  extends PusherFake<Events>,
    Uninstallable {}

/** The way back. */
export interface Uninstallable {
  /**
   * Closes the fake's sockets and restores the very globals that were there, in every realm where this
   * fake was installed; harmless when repeated. The end of a `using` block does it too.
   */
  uninstall(): void
}

/**
 * Serves every Pusher socket of this page: any host, any cluster, TLS or not; URLs that are not Pusher's
 * go to the original WebSocket.
 *
 * @throws PusherFakeError `invalid_option` for a wrong option
 *
 * @example
 * const fake = installPusherFake()
 * const pusher = new Pusher('app-key', { cluster: 'mt1' })
 * pusher.subscribe('orders').bind('created', show)
 * await fake.waitForSubscription('orders')
 * fake.trigger('orders', 'created', { id: 1 })
 */
export function installPusherFake<const Schemas extends EventSchemas>(
  options: InstallOptions & { readonly events: Schemas },
): PusherFakeOf<Schemas> & Uninstallable
export function installPusherFake<Events extends EventMap<Events> = AnyEvents>(
  options?: InstallOptions,
): InstalledPusherFake<Events>
// What `ReturnType` takes is the last.
export function installPusherFake(options?: InstallOptions): InstalledPusherFake
export function installPusherFake(options: InstallOptions = {}): InstalledPusherFake {
  checkOptions(options, INSTALL_RULES, 'installPusherFake')
  const { realm = globalThis as Realm, Pusher, fake: given, ...fakeOptions } = options
  if (given !== undefined && Object.keys(fakeOptions).length > 0) {
    throw new PusherFakeError(
      'invalid_option',
      `Option "fake" cannot go with ${Object.keys(fakeOptions).join(', ')}: give those to createPusherFake.`,
    )
  }
  const fake = given ?? new PusherApp(fakeOptions)
  const served = serveSession(realm, { fake }, Pusher)
  const elsewhere =
    'uninstall' in fake ? (fake as PusherApp & { uninstall: () => void }).uninstall : undefined
  const uninstall = () => {
    served.leave()
    served.cut()
    if (given === undefined) fake.close()
    elsewhere?.()
  }
  return Object.assign(fake as PusherFake, { uninstall, [disposeSymbol]: uninstall })
}
