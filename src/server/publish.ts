import type { ChannelEventFrame } from '../protocol/server-frame.ts'
import type { Engine } from './engine.ts'
import { toWireFrame } from './wire-frame.ts'

export interface Publication {
  readonly channel: string
  readonly event: string
  /** As it goes over the wire. */
  readonly data: string
  /** The connection that does not get it, usually the one that caused it. */
  readonly exceptSocketId?: string
  /** The sender of a client event on a presence channel. */
  readonly user_id?: string
}

/** Delivers an event to the subscribers of one channel: one serialization, one send for each. */
export function publish(engine: Engine, publication: Publication): void {
  const { channel: name, event, data, exceptSocketId, user_id } = publication
  const channel = engine.channels.get(name)
  if (channel === undefined) return
  const base: ChannelEventFrame = { event, channel: name, data }
  const frame = toWireFrame(user_id === undefined ? base : { ...base, user_id }, engine.now())
  for (const connection of channel.subscribers.keys()) {
    if (connection.socketId !== exceptSocketId) connection.deliver(frame)
  }
}
