import type { ActiveFault } from '../../../server/faults/active-fault.ts'
import type { Faults } from '../../../server/faults/faults.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { identified, nothing, socketId } from '../models.ts'
import { anyText, described, integer, json, object, type Schema, text } from '../schema.ts'

const none = object({})
const code = described(integer(1000, 4999), {
  description:
    '1006 (the network is lost, the default), a code of RFC 6455 that can be sent, or 3000 to 4999',
})
const status = described(integer(400, 599), { description: 'HTTP status' })

/** A fault that lasts until it is restored. */
function lasting<Arguments>(
  name: string,
  summary: string,
  body: Schema<Arguments>,
  start: (faults: Faults, given: Arguments) => ActiveFault,
): Endpoint {
  return endpoint({
    method: 'POST',
    path: `/faults/${name}`,
    operationId: name,
    summary,
    body,
    answer: identified,
    handle: ({ session, body: given }) => ({
      id: session.faults.add(start(session.app.faults, given)),
    }),
  })
}

/** A fault that is over when it has happened. */
function momentary<Arguments>(
  name: string,
  summary: string,
  body: Schema<Arguments>,
  cause: (faults: Faults, given: Arguments) => void,
): Endpoint {
  return endpoint({
    method: 'POST',
    path: `/faults/${name}`,
    operationId: name,
    summary,
    body,
    answer: nothing,
    handle({ session, body: given }) {
      cause(session.app.faults, given)
      return {}
    },
  })
}

/** What can go wrong between an app and Pusher, on demand. */
export const faultEndpoints: readonly Endpoint[] = [
  momentary(
    'disconnect',
    'Ends connections: all, or the one with the socket id',
    object({}, { socketId, code, reason: anyText }),
    (faults, given) => faults.disconnect(given),
  ),
  lasting(
    'refuseConnections',
    'Refuses new connections, with a close code or without opening',
    object({}, { code, message: anyText }),
    (faults, given) => faults.refuseConnections(given),
  ),
  lasting('stall', 'New sockets neither open nor fail', none, (faults) => faults.stall()),
  lasting('goOffline', 'Cuts every connection and lets none open', none, (faults) =>
    faults.goOffline(),
  ),
  momentary('goOnline', 'Ends every goOffline', none, (faults) => faults.goOnline()),
  lasting(
    'latency',
    'Every frame takes so many milliseconds, in each direction',
    object({ ms: integer(0, 600_000) }),
    (faults, { ms }) => faults.latency(ms),
  ),
  lasting('silence', 'Swallows every frame while sockets stay open', none, (faults) =>
    faults.silence(),
  ),
  lasting(
    'failSubscription',
    'The authorization endpoint of the fake fails for the channel',
    object({ channel: text }, { status, error: anyText }),
    (faults, { channel, ...failure }) => faults.failSubscription(channel, failure),
  ),
  lasting(
    'failAuthentication',
    'The user authentication endpoint of the fake fails',
    object({}, { status, error: anyText }),
    (faults, failure) => faults.failAuthentication(failure),
  ),
  lasting(
    'failRest',
    'The REST API fails, until restored or as often as `times` says',
    object({}, { status, body: anyText, times: integer(0, Number.MAX_SAFE_INTEGER) }),
    (faults, failure) => faults.failRest(failure),
  ),
  momentary(
    'sendRaw',
    'Sends a frame as it is: a string untouched, anything else as JSON',
    object({ frame: json }, { socketId }),
    (faults, { frame, ...target }) => faults.sendRaw(frame, target),
  ),
  endpoint({
    method: 'DELETE',
    path: '/faults/{id}',
    operationId: 'restoreFault',
    summary: 'Ends one fault',
    parameters: identified,
    answer: nothing,
    handle({ session, parameters: { id } }) {
      session.faults.take(id).restore()
      return {}
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/faults',
    operationId: 'restoreFaults',
    summary: 'Ends every fault',
    answer: nothing,
    handle({ session }) {
      session.restore()
      return {}
    },
  }),
]
