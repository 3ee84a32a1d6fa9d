import { UNAUTHORIZED } from '../../protocol/close-codes.ts'
import { backgroundTimer } from '../clock.ts'
import type { Engine } from '../engine.ts'
import type { Connection } from './connection.ts'
import { endConnection } from './end-connection.ts'

/**
 * With `authorizedConnections` on, closes a connection that in time neither signs in nor joins a private or
 * presence channel. Source: Pusher docs, using_channels/authorized-connections; the text is the one that
 * pusher-channels-flutter#199 quotes.
 */
export function awaitAuthorization(engine: Engine, connection: Connection): void {
  const { authorizedConnections, clock } = engine.options
  if (authorizedConnections === false) return
  const timer = backgroundTimer(
    clock,
    () => {
      if (!connection.open || connection.authorized) return
      const reason = 'Connection not authorized within timeout'
      engine.report({
        code: 'connection_refused',
        message: `${reason}: within ${authorizedConnections.timeoutSeconds} s it has neither signed in nor subscribed to a private or presence channel, as the option authorizedConnections demands`,
        socketId: connection.socketId,
      })
      endConnection(engine, connection, UNAUTHORIZED, reason)
    },
    authorizedConnections.timeoutSeconds * 1000,
  )
  connection.onEnd(() => clock.clearTimeout(timer))
}
