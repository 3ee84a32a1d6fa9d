/**
 * The fake in this page: replaces what is behind `WebSocket`, nothing else.
 *
 * @module pusher-js-fake/browser
 */
export { type AuthRequestOptions, answerAuthRequests } from './browser/auth-requests.ts'
export {
  type InstalledPusherFake,
  type InstallOptions,
  installPusherFake,
  type Uninstallable,
} from './browser/install.ts'
export type { PusherClass } from './browser/pusher-runtime.ts'
export type { Realm } from './browser/realm/realm.ts'
