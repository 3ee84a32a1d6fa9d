import { type Endpoint, endpoint } from '../endpoint.ts'
import { channelInfos, nothing } from '../models.ts'
import { array, described, json, object, oneOf, text, textOrTexts } from '../schema.ts'

const data = described(json, { description: 'A string is sent as it is, anything else as JSON' })

/** What a server SDK does, without its signature. */
export const eventEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/trigger',
    operationId: 'trigger',
    summary: 'Triggers an event, as a server SDK does',
    body: object(
      { channels: textOrTexts, event: text, data },
      {
        socketId: described(text, { description: 'A connection that does not get the event' }),
        info: array(oneOf('user_count', 'subscription_count', 'cache')),
      },
    ),
    answer: object({}, { channels: channelInfos }),
    handle({ session, body: { channels, event, data: payload, ...options } }) {
      return session.app.trigger(channels, event, payload, options)
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sendToUser',
    operationId: 'sendToUser',
    summary: 'Sends an event to every connection that is signed in as the user',
    body: object({ userId: text, event: text, data }),
    answer: nothing,
    handle({ session, body: { userId, event, data: payload } }) {
      session.app.sendToUser(userId, event, payload)
      return {}
    },
  }),
  endpoint({
    method: 'POST',
    path: '/terminateUserConnections',
    operationId: 'terminateUserConnections',
    summary: 'Ends every connection that is signed in as the user, with 4009',
    body: object({ userId: text }),
    answer: nothing,
    handle({ session, body: { userId } }) {
      session.app.terminateUserConnections(userId)
      return {}
    },
  }),
]
