import { backgroundTimer, systemClock } from '../server/clock.ts'
import type { Engine } from '../server/engine.ts'

/** Milliseconds within which a client uses a signature, if it does at all. */
const WITHIN_MS = 250

/**
 * A client has been given a signature: until it subscribes or signs in by it, that is under way. Otherwise
 * nobody knew of what the answer's way takes, which may be that of a network.
 */
export function awaitUse(engine: Engine, socketId: string, channel: string | undefined): void {
  const connection = engine.connections.get(socketId)
  if (connection === undefined || (channel !== undefined && connection.channels.has(channel)))
    return
  const end = engine.underWay.begin('a signature that the client has yet to use')
  const used =
    channel === undefined
      ? engine.events.on('signin', (event) => {
          if (event.socketId === socketId) finish()
        })
      : engine.events.on('subscription', (event) => {
          if (event.socketId === socketId && event.channel === channel) finish()
        })
  const timer = backgroundTimer(systemClock, () => finish(), WITHIN_MS)
  const finish = () => {
    systemClock.clearTimeout(timer)
    used()
    end()
  }
}
