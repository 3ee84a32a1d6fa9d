import { isRecord, parseJson } from '../protocol/json.ts'

/** What pusher-js asks an authorization or authentication endpoint, in whichever form it came. */
export interface AuthRequest {
  /** The connection that asks. */
  readonly socketId: string
  /** Undefined when a user is to be authenticated. */
  readonly channelName?: string
  /** Every parameter, those of the app's own `params` included. */
  readonly params: Readonly<Record<string, string>>
  /** The callback's name when it came by JSONP. */
  readonly callback?: string
  /** The whole request, for headers and cookies. */
  readonly request: Request
}

/**
 * Reads the query, and a form-encoded or JSON body.
 * Source: pusher-js runtimes/isomorphic/auth/xhr_auth.ts and runtimes/web/auth/jsonp_auth.ts.
 */
export async function parseAuthRequest(request: Request): Promise<AuthRequest> {
  const { searchParams } = new URL(request.url)
  const params = new Map(searchParams)
  for (const [name, value] of bodyParameters(await request.clone().text())) params.set(name, value)
  const channelName = params.get('channel_name')
  const callback = searchParams.get('callback')
  return {
    socketId: params.get('socket_id') ?? '',
    ...(channelName !== undefined && { channelName }),
    params: Object.fromEntries(params),
    ...(callback !== null && { callback }),
    request,
  }
}

function bodyParameters(body: string): Iterable<readonly [string, string]> {
  const json = parseJson(body)
  if (!json.ok || !isRecord(json.value)) return new URLSearchParams(body)
  return Object.entries(json.value).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
