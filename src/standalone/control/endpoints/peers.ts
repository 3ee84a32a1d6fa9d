import { PusherFakeError } from '../../../errors/pusher-fake-error.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import {
  id,
  identified,
  nothing,
  presenceUser,
  received,
  socketId,
  timeout,
  user,
} from '../models.ts'
import { array, json, object, text } from '../schema.ts'

/** Full clients with no browser, for the others in a conversation. */
export const peerEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/peers',
    operationId: 'connectPeer',
    summary: 'Connects a virtual peer, signed in when it has a user',
    body: object({}, { user }),
    answer: object({ id, socketId }),
    handle({ session: { app, peers }, body }) {
      let connected: string | undefined
      const stop = app.on('connection', (connection) => {
        connected = connection.socketId
      })
      const peer = app.connect(body)
      stop()
      if (connected === undefined) {
        throw new PusherFakeError(
          'not_connected',
          `The service did not let the virtual peer in; a fault may be active.\n${app.describe()}`,
        )
      }
      return { id: peers.add(peer), socketId: connected }
    },
  }),
  endpoint({
    method: 'POST',
    path: '/peers/{id}/subscribe',
    operationId: 'subscribePeer',
    summary: 'Subscribes a peer, with a signature where the channel needs one',
    parameters: identified,
    body: object({ channel: text }, { user: presenceUser, timeout }),
    answer: nothing,
    waits: true,
    async handle({ session: { peers }, parameters, body }) {
      const { channel, user: member, ...options } = body
      await peers.get(parameters.id).subscribe(channel, member, options)
      return {}
    },
  }),
  endpoint({
    method: 'POST',
    path: '/peers/{id}/unsubscribe',
    operationId: 'unsubscribePeer',
    summary: 'Unsubscribes a peer',
    parameters: identified,
    body: object({ channel: text }),
    answer: nothing,
    async handle({ session, parameters, body: { channel } }) {
      await session.peers.get(parameters.id).unsubscribe(channel)
      return {}
    },
  }),
  endpoint({
    method: 'POST',
    path: '/peers/{id}/trigger',
    operationId: 'triggerPeer',
    summary: 'Sends a client event as the peer',
    parameters: identified,
    body: object({ channel: text, event: text, data: json }),
    answer: nothing,
    async handle({ session, parameters, body: { channel, event, data } }) {
      await session.peers.get(parameters.id).trigger(channel, event, data)
      return {}
    },
  }),
  endpoint({
    method: 'GET',
    path: '/peers/{id}/received',
    operationId: 'receivedByPeer',
    summary: 'Everything that a peer got but the handshake, oldest first',
    parameters: identified,
    answer: array(received),
    handle: ({ session, parameters }) => session.peers.get(parameters.id).received,
  }),
  endpoint({
    method: 'DELETE',
    path: '/peers/{id}',
    operationId: 'disconnectPeer',
    summary: "Closes a peer's socket, as a tab that is closed does",
    parameters: identified,
    answer: nothing,
    handle({ session, parameters }) {
      session.peers.take(parameters.id).disconnect()
      return {}
    },
  }),
]
