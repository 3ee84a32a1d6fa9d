import type { ServerFrame } from '../../protocol/server-frame.ts'
import { toWireFrame } from '../connections/wire-frame.ts'
import type { Engine } from '../engine.ts'
import type { Channel } from './channel.ts'

/**
 * Sends a frame to the subscribers of a channel: one serialization, one send for each.
 *
 * @param exceptSocketId the connection that does not get it, usually the one that caused it
 * @returns who got it
 */
export function broadcast(
  engine: Engine,
  channel: Channel,
  frame: ServerFrame,
  exceptSocketId?: string,
): readonly string[] {
  const wireFrame = toWireFrame(frame, engine.now())
  const reached: string[] = []
  engine.asOne(() => {
    for (const subscriber of channel.subscribers.keys()) {
      if (subscriber.socketId === exceptSocketId) continue
      if (subscriber.deliver(wireFrame)) reached.push(subscriber.socketId)
    }
  })
  return reached
}
