import { CLOSE_CODES, UNAUTHORIZED } from '../../protocol/close-codes.ts'
import { errorFrame } from '../../protocol/server-frame.ts'
import { endConnection } from '../connections/end-connection.ts'
import type { Engine } from '../engine.ts'

/**
 * Ends every connection that is signed in as the user. The docs name no code; 4009 keeps pusher-js from
 * coming back by itself.
 */
export function terminateUserConnections(engine: Engine, userId: string): void {
  const reason = CLOSE_CODES[UNAUTHORIZED]
  for (const connection of engine.users.connectionsOf(userId)) {
    connection.send(errorFrame(UNAUTHORIZED, reason))
    endConnection(engine, connection, UNAUTHORIZED, reason, { announced: true })
  }
}
