import type { ChannelEventFrame } from '../../protocol/server-frame.ts'
import type { Engine } from '../engine.ts'
import { broadcast } from './broadcast.ts'

export interface Publication {
  readonly channel: string
  readonly event: string
  /** As it goes over the wire. */
  readonly data: string
  /** The connection that does not get it, usually the one that caused it. */
  readonly exceptSocketId?: string | undefined
  /** The sender of a client event on a presence channel. */
  readonly user_id?: string
}

/** Delivers an event to the subscribers of one channel. @returns who got it */
export function publish(engine: Engine, publication: Publication): readonly string[] {
  const { channel: name, event, data, exceptSocketId, user_id } = publication
  const channel = engine.channels.get(name)
  if (channel === undefined) return []
  const frame: ChannelEventFrame = { event, channel: name, data }
  const sent = user_id === undefined ? frame : { ...frame, user_id }
  // Before it leaves: a listener may be bound for one event, and take itself away.
  const deaf = engine.witnesses.deafTo(name, event)
  const reached = broadcast(engine, channel, sent, exceptSocketId)
  if (deaf.length > 0) {
    const unheardBy = deaf.filter((socketId) => reached.includes(socketId))
    engine.unheard.add({ channel: name, event }, unheardBy)
  }
  return reached
}
