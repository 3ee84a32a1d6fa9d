import { isRecord, parseJson } from '../protocol/json.ts'
import {
  INFO_ATTRIBUTES,
  type InfoAttribute,
  isAttribute,
} from '../server/channels/channel-info.ts'
import { RestError } from './rest-response.ts'

/** A request whose signature was checked. */
export interface RestRequest {
  readonly method: string
  /** The path after `/apps/:id`, decoded, split at the slashes. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: string
}

/**
 * The parameters of a POST: the body as a JSON object, and the query, which may hold them too with lists
 * as `channels[]=a&channels[]=b`. Source: Pusher docs, rest-api, "General" and "POST event".
 *
 * @throws RestError 400
 */
export function parametersOf({ query, body }: RestRequest): Record<string, unknown> {
  const inQuery = queryParameters(query)
  if (body === '' && inQuery.length > 0) return Object.fromEntries(inQuery)
  const parsed = parseJson(body)
  if (!parsed.ok || !isRecord(parsed.value)) {
    throw new RestError(400, 'Expected the body to be a JSON object')
  }
  return Object.fromEntries([...inQuery, ...Object.entries(parsed.value)])
}

function queryParameters(query: URLSearchParams): (readonly [string, unknown])[] {
  return ownParameters(query).map((name) =>
    name.endsWith('[]') ? [name.slice(0, -2), query.getAll(name)] : [name, query.get(name)],
  )
}

/**
 * For endpoints that allow no parameters. Source: Pusher docs, rest-api, "Users"; the text is the one that
 * pusher-http-node#18 quotes.
 *
 * @throws RestError 400
 */
export function refuseParameters({ query }: RestRequest): void {
  const extraneous = ownParameters(query)
  if (extraneous.length === 0) return
  throw new RestError(
    400,
    `The following query string parameters are extraneous: ${extraneous.join(', ')}`,
  )
}

/** The names of the parameters that are not there to authenticate the request. */
function ownParameters(query: URLSearchParams): string[] {
  return [...new Set(query.keys())].filter(
    (name) => !name.startsWith('auth_') && name !== 'body_md5',
  )
}

/** Source of the wording: pusher-js#727 quotes `Expected name parameter to be a string`. */
export function stringParameter(body: Record<string, unknown>, name: string): string {
  const value = body[name]
  if (typeof value !== 'string') {
    throw new RestError(400, `Expected ${name} parameter to be a string`)
  }
  return value
}

export function optionalString(body: Record<string, unknown>, name: string): string | undefined {
  return body[name] == null ? undefined : stringParameter(body, name)
}

/**
 * Reads a comma-separated `info`. The text of the refusal is the live service's, as the acceptance suite of
 * Pusher's .NET SDK has it.
 *
 * @throws RestError 400 on an attribute that does not exist
 */
export function infoAttributes(info: string | undefined | null): readonly InfoAttribute[] {
  if (info == null || info === '') return []
  return info.split(',').map((attribute) => {
    const name = attribute.trim()
    if (!isAttribute(name)) {
      throw new RestError(
        400,
        `info should be a comma separated list of attributes: ${INFO_ATTRIBUTES.join(', ')}. Unknown is "${name}"`,
      )
    }
    return name
  })
}
