import type { Engine } from '../engine.ts'
import type { ClientReport } from './witness.ts'

/**
 * Notes what clients got and have no listener for, by the frame log and the tables of clients that can only be
 * asked afterwards. Of a client that has left the channel, or has taken a listener away, nobody can say what it
 * heard: it is left out with the channel that it has no more.
 */
export function noteUnheardFrames(engine: Engine, clients: readonly ClientReport[]): void {
  const bySocket = new Map(clients.map((client) => [client.socketId, client]))
  const counts = new Map<string, { channel: string; event: string; socketIds: string[] }>()
  for (const { direction, socketId, frame } of engine.log.entries()) {
    const { channel, event } = frame
    if (direction !== 'out' || channel === undefined || /^pusher(?:_internal)?:/.test(event))
      continue
    const client = bySocket.get(socketId)
    const there = client?.channels.find(({ name }) => name === channel)
    if (client === undefined || there === undefined) continue
    if ([client, there].some(({ events, hearsAll }) => hearsAll || events.includes(event))) continue
    const key = JSON.stringify([channel, event])
    const known = counts.get(key) ?? { channel, event, socketIds: [] }
    known.socketIds.push(socketId)
    counts.set(key, known)
  }
  for (const { channel, event, socketIds } of counts.values()) {
    if (engine.unheard.list().some((each) => each.channel === channel && each.event === event))
      continue
    engine.unheard.add({ channel, event }, socketIds)
  }
}
