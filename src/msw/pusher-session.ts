import type { PusherApp } from '../app/pusher-app.ts'
import type { PusherMessage } from './pusher-message.ts'

/** One client of the fake whose socket MSW holds. */
export interface PusherSession<Fake extends PusherApp = PusherApp> {
  /** The service that serves the client. */
  readonly fake: Fake
  /** Of the connection; undefined before the service has let it in. */
  readonly socketId: string | undefined
  /** The user that the client has signed in as. */
  readonly userId: string | undefined
  /** The channels that the client is subscribed to. */
  readonly channels: readonly string[]
  /**
   * Sends an event to this client alone.
   *
   * @throws PusherFakeError `not_connected` when the client is not, or not any more
   */
  send(message: PusherMessage): void
}
