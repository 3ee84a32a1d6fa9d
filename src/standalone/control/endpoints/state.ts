import { parseJson } from '../../../protocol/json.ts'
import { notFound } from '../control-error.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { inHttpTerms } from '../in-http-terms.ts'
import {
  channel,
  connection,
  direction,
  frame,
  nothing,
  problem,
  publication,
  socketId,
  webhook,
} from '../models.ts'
import { array, described, integer, object, text } from '../schema.ts'

/** As pusher-js hands it to a handler. */
function decoded(data: string): unknown {
  const parsed = parseJson(data)
  return parsed.ok ? parsed.value : data
}

const since = described(integer(0, Number.MAX_SAFE_INTEGER), {
  description: 'Only frames after the one with this id',
})

/** Reset, and what can be seen of an app. */
export const stateEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/reset',
    operationId: 'reset',
    summary:
      'Between tests: drops channels, members, log, faults and peers, and closes connections',
    answer: nothing,
    handle({ session }) {
      session.reset()
      return {}
    },
  }),
  endpoint({
    method: 'GET',
    path: '/channels',
    operationId: 'channels',
    summary: 'The occupied channels',
    answer: array(channel),
    handle: ({ session }) => session.app.channels(),
  }),
  endpoint({
    method: 'GET',
    path: '/channels/{name}',
    operationId: 'channel',
    summary: 'One channel; 404 when nobody is subscribed',
    parameters: object({ name: text }),
    answer: channel,
    handle({ session: { app }, parameters: { name } }) {
      const found = app.channel(name)
      if (found !== undefined) return found
      const occupied = app.channels().map((other) => other.name)
      throw notFound(
        `Nobody is subscribed to "${name}". Occupied are: ${occupied.join(', ') || 'none'}.`,
      )
    },
  }),
  endpoint({
    method: 'GET',
    path: '/connections',
    operationId: 'connections',
    summary: 'The live connections, oldest first',
    answer: array(connection),
    handle: ({ session }) => session.app.connections(),
  }),
  endpoint({
    method: 'GET',
    path: '/frames',
    operationId: 'frames',
    summary: 'The frame log, oldest first',
    parameters: object({}, { direction, event: text, channel: text, socketId, since }),
    answer: array(frame),
    handle: ({ session, parameters: { since: after = 0, ...filter } }) =>
      session.app.frames(filter).filter((each) => each.id > after),
  }),
  endpoint({
    method: 'GET',
    path: '/events',
    operationId: 'events',
    summary: 'What the backend has triggered and who got it, oldest first',
    parameters: object({}, { channel: text, event: text }),
    answer: array(publication),
    handle: ({ session, parameters: { channel: name, event } }) =>
      session.publications
        .filter((each) => name === undefined || each.channel === name)
        .filter((each) => event === undefined || each.event === event)
        .map((each) => ({ ...each, data: decoded(each.data) })),
  }),
  endpoint({
    method: 'GET',
    path: '/webhooks',
    operationId: 'webhooks',
    summary: 'The events that webhooks reported, oldest first',
    answer: array(webhook),
    handle: ({ session }) => session.app.webhooks(),
  }),
  endpoint({
    method: 'GET',
    path: '/problems',
    operationId: 'problems',
    summary: 'What was refused and why, oldest first',
    answer: array(problem),
    handle: ({ session }) =>
      session.app.problems().map((each) => ({ ...each, message: inHttpTerms(each.message) })),
  }),
]
