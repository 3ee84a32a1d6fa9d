import { CLOSE_CODES, NO_PONG } from '../../protocol/close-codes.ts'
import { backgroundTimer } from '../clock.ts'
import type { Engine } from '../engine.ts'
import type { Connection } from './connection.ts'

/**
 * Pings a client that has been silent for the activity timeout and gives it up when no answer comes.
 * Source: Pusher docs, pusher-websockets-protocol, "Ping and pong messages".
 *
 * @returns stops watching
 */
export function watchSilence(
  engine: Engine,
  connection: Connection,
  giveUp: (code: number, reason: string) => void,
): () => void {
  const { clock, activityTimeoutSeconds, pongTimeoutSeconds } = engine.options
  let timer: unknown
  let pingedAt: number | undefined

  const wait = (ms: number) => {
    timer = backgroundTimer(clock, check, ms)
  }
  const check = () => {
    if (!connection.open) return
    const silentFor = clock.now() - connection.lastHeard
    const remaining = activityTimeoutSeconds * 1000 - silentFor
    if (remaining > 0) {
      pingedAt = undefined
      return wait(remaining)
    }
    if (pingedAt !== undefined && connection.lastHeard < pingedAt) {
      return giveUp(NO_PONG, CLOSE_CODES[NO_PONG])
    }
    pingedAt = clock.now()
    connection.send({ event: 'pusher:ping', data: '{}' })
    wait(pongTimeoutSeconds * 1000)
  }
  wait(activityTimeoutSeconds * 1000)
  return () => clock.clearTimeout(timer)
}
