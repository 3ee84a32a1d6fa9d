import type { Engine } from '../server/engine.ts'
import { failureResponse } from '../server/faults/failure-response.ts'
import type { RestCall } from '../server/log/journal-entry.ts'
import { terminateUserConnections } from '../server/users/terminate-user.ts'
import { authenticateRequest } from './authenticate-request.ts'
import { getChannel, getChannelStats, getChannels, getChannelUsers } from './channels.ts'
import { postBatchEvents, postChannelEvents, postEvents, postUserEvents } from './events.ts'
import { type RestRequest, refuseParameters } from './rest-request.ts'
import { errorResponse, jsonResponse, RestError } from './rest-response.ts'

type Endpoint = (engine: Engine, request: RestRequest) => Response

const APP_PATH = /\/apps\/([^/]+)(\/.*)$/s

/**
 * Answers one request to the REST API. Never rejects: what is wrong with the request is the answer.
 *
 * @param arrival when it came
 */
export async function handleRest(
  engine: Engine,
  request: Request,
  arrival: Pick<RestCall, 'time' | 'sequence'>,
): Promise<Response> {
  const { method } = request
  const url = new URL(request.url)
  const body = await request.text()
  const tell = (status: number, problem?: string) =>
    engine.events.emit('rest', {
      ...arrival,
      method,
      path: url.pathname,
      status,
      body: keptBody(body),
      ...(problem !== undefined && { problem }),
    })
  const failure = engine.faults.latest('failRest')
  if (failure !== undefined) {
    const { status = 500, body: words = 'Internal server error' } = failure.options
    tell(status, failure.name)
    engine.faults.use(failure)
    return failureResponse(status, words)
  }
  try {
    const response = answer(engine, method, url, body)
    tell(response.status)
    return response
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    engine.report({
      code: 'rest_refused',
      message: `${method} ${url.pathname} was answered ${error.status}: ${error.message}`,
    })
    tell(error.status, error.message)
    return errorResponse(error.status, error.message)
  }
}

/** Longer than any request that the service takes by its default limits. */
const KEPT_CHARACTERS = 262_144

/** A body for the journal; by way of bytes, as a slice of a text holds all of it in memory. */
function keptBody(body: string): string {
  if (body.length <= KEPT_CHARACTERS) return body
  const start = new TextEncoder().encode(body.slice(0, KEPT_CHARACTERS))
  return `${new TextDecoder().decode(start)}… (${body.length} characters)`
}

function answer(engine: Engine, method: string, url: URL, body: string): Response {
  const match = APP_PATH.exec(url.pathname)
  const [, appId, rest = ''] = match ?? []
  if (appId === undefined) throw new RestError(404, `Not found: ${url.pathname}`)
  const path = rest.split('/').slice(1).map(decodeSegment)
  if (appId !== engine.options.appId) {
    throw new RestError(404, `App ${appId} not found (this fake's app is ${engine.options.appId})`)
  }
  const methods = endpointsAt(path)
  if (methods === undefined) throw new RestError(404, `Not found: ${url.pathname}`)
  const endpoint = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (endpoint === undefined) {
    throw new RestError(405, `Method ${method} is not allowed, expected ${Object.keys(methods)[0]}`)
  }
  authenticateRequest(engine.options, method, url, body)
  if (!engine.options.enabled) throw new RestError(403, 'The app is disabled')
  return endpoint(engine, { method, path, query: url.searchParams, body })
}

function endpointsAt(path: readonly string[]): Record<string, Endpoint> | undefined {
  const [resource, name, action, ...more] = path
  if (more.length > 0) return undefined
  if (name === undefined) {
    if (resource === 'events') return { POST: postEvents }
    if (resource === 'batch_events') return { POST: postBatchEvents }
    if (resource === 'channels') return { GET: getChannels }
    return undefined
  }
  if (resource === 'channels' && action === undefined) {
    return { GET: (engine, request) => getChannel(engine, request, name) }
  }
  if (resource === 'channels' && action === 'users') {
    return { GET: (engine, request) => getChannelUsers(engine, request, name) }
  }
  if (resource === 'channels' && action === 'stats') {
    return { GET: (engine, request) => getChannelStats(engine, request, name) }
  }
  if (resource === 'channels' && action === 'events') {
    return { POST: (engine, request) => postChannelEvents(engine, request, name) }
  }
  // Neither the docs nor the SDK know this one, but other servers of the protocol do.
  if (resource === 'users' && action === 'events') {
    return { POST: (engine, request) => postUserEvents(engine, request, name) }
  }
  if (resource === 'users' && action === 'terminate_connections') {
    return {
      POST(engine, request) {
        refuseParameters(request)
        terminateUserConnections(engine, name)
        return jsonResponse({})
      },
    }
  }
  return undefined
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new RestError(400, `Malformed path segment: ${segment}`)
  }
}
