import type { ClientFrame } from '../../protocol/client-frame.ts'
import { clientEvent } from '../channels/client-event.ts'
import { subscribe, unsubscribe } from '../channels/subscribe.ts'
import type { Engine } from '../engine.ts'
import type { LogEntry } from '../log/frame-log.ts'
import { signin } from '../users/signin.ts'
import type { Connection } from './connection.ts'

/** Hands a frame to its rule; `entry` is its place in the log. */
export function handleFrame(
  engine: Engine,
  connection: Connection,
  frame: ClientFrame,
  entry: LogEntry,
): void {
  switch (frame.event) {
    case 'pusher:ping':
      return connection.send({ event: 'pusher:pong', data: '{}' })
    case 'pusher:pong':
      return
    case 'pusher:subscribe':
      return subscribe(engine, connection, frame.data)
    case 'pusher:unsubscribe':
      return unsubscribe(engine, connection, frame.data.channel)
    case 'pusher:signin':
      return signin(engine, connection, frame.data)
    default:
      return clientEvent(engine, connection, frame, entry)
  }
}
