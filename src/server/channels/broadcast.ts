import type { ServerFrame } from '../../protocol/server-frame.ts'
import { toWireFrame } from '../connections/wire-frame.ts'
import type { Engine } from '../engine.ts'
import type { Channel } from './channel.ts'

/**
 * Sends a frame to the subscribers of a channel: one serialization, one send for each.
 *
 * @param exceptSocketId the connection that does not get it, usually the one that caused it
 */
export function broadcast(
  engine: Engine,
  channel: Channel,
  frame: ServerFrame,
  exceptSocketId?: string,
): void {
  const wireFrame = toWireFrame(frame, engine.now())
  engine.asOne(() => {
    for (const subscriber of channel.subscribers.keys()) {
      if (subscriber.socketId !== exceptSocketId) subscriber.deliver(wireFrame)
    }
  })
}
