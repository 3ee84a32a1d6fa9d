import { ABNORMAL_CLOSURE } from '../../protocol/close-codes.ts'
import { leave } from '../channels/subscribe.ts'
import type { Engine } from '../engine.ts'
import { tellWatchers } from '../users/watchlist.ts'
import type { Connection } from './connection.ts'

/** Closes a connection from the service's side. 1006 loses it without a close frame. */
export function endConnection(
  engine: Engine,
  connection: Connection,
  code: number,
  reason: string,
  { announced = false }: { announced?: boolean } = {},
): void {
  end(connection, code, reason, announced)
  forget(engine, connection, code, reason)
}

/**
 * Ends a connection while one of its frames is on its way. The service hears of it when it has done what it is
 * at, which may be to tell many.
 */
export function cutConnection(
  engine: Engine,
  connection: Connection,
  code: number,
  reason: string,
): void {
  end(connection, code, reason, false)
  queueMicrotask(() => forget(engine, connection, code, reason))
}

/** Takes a connection that is over out of everything; harmless when it has been. */
export function forget(engine: Engine, connection: Connection, code: number, reason: string): void {
  const { socketId } = connection
  if (!engine.connections.delete(socketId)) return
  for (const ids of [engine.socketIds, engine.peers, engine.actors]) ids.leave(socketId)
  connection.forgotten()
  for (const channel of [...connection.channels.values()]) {
    leave(engine, connection, channel, true)
  }
  signout(engine, connection)
  engine.events.emit('disconnection', { socketId, code, reason })
}

function signout(engine: Engine, connection: Connection): void {
  const { user } = connection
  if (user === undefined) return
  connection.user = undefined
  if (engine.users.remove(user.id, user.watchlist, connection)) {
    tellWatchers(engine, user.id, 'offline')
  }
}

function end(connection: Connection, code: number, reason: string, announced: boolean): void {
  if (code === ABNORMAL_CLOSURE) connection.drop()
  else connection.close(code, reason, announced)
}
