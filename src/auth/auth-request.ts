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

/** A request that may ask for several channels at once. */
export interface ParsedAuthRequest extends AuthRequest {
  /** The channels of a batch, in its order; undefined when it asks for one. */
  readonly batch?: readonly string[]
}

/**
 * Reads the query, and a form-encoded, multipart or JSON body.
 * Sources: pusher-js runtimes/isomorphic/auth/xhr_auth.ts and runtimes/web/auth/jsonp_auth.ts; for batches
 * pusher-js-auth lib/pusher-auth.js, composeQuery.
 */
export async function parseAuthRequest(request: Request): Promise<ParsedAuthRequest> {
  const { searchParams } = new URL(request.url)
  const entries = [...searchParams, ...(await bodyParameters(request.clone()))]
  const params = new Map(entries)
  const batch = entries.flatMap(([name, value]) => (BATCHED.test(name) ? [value] : []))
  const channelName = params.get('channel_name')
  const callback = searchParams.get('callback')
  return {
    socketId: params.get('socket_id') ?? '',
    ...(channelName !== undefined && { channelName }),
    ...(channelName === undefined && batch.length > 0 && { batch: [...new Set(batch)] }),
    params: Object.fromEntries(params),
    ...(callback !== null && { callback }),
    request,
  }
}

/** `channel_name[0]`, or `channel_name[]`. */
const BATCHED = /^channel_name\[\d*\]$/

const MULTIPART = /^multipart\/form-data\s*;/i
const BOUNDARY = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i

async function bodyParameters(request: Request): Promise<(readonly [string, string])[]> {
  const body = await request.text()
  const contentType = request.headers.get('content-type') ?? ''
  const [, quoted, token] = (MULTIPART.test(contentType) && BOUNDARY.exec(contentType)) || []
  const boundary = quoted ?? token
  if (boundary !== undefined) return fieldsOf(body, boundary)
  const json = parseJson(body)
  if (!json.ok || !isRecord(json.value)) return [...new URLSearchParams(body)]
  return Object.entries(json.value).flatMap(([name, value]) =>
    name === 'channel_name' && Array.isArray(value)
      ? value.map((each, index) => [`channel_name[${index}]`, textOf(each)] as const)
      : [[name, textOf(value)] as const],
  )
}

/** The fields of a form, without its files. `Request.formData` makes those, of a class that jsdom replaces. */
function fieldsOf(body: string, boundary: string): (readonly [string, string])[] {
  return `\r\n${body}`.split(`\r\n--${boundary}`).flatMap((part) => {
    const end = part.indexOf('\r\n\r\n')
    const head = part.slice(0, end)
    const [, name] = /;\s*name="([^"]*)"/i.exec(head) ?? []
    if (end === -1 || name === undefined || /;\s*filename\*?=/i.test(head)) return []
    const plain = name.replaceAll('%22', '"').replaceAll('%0D%0A', '\r\n')
    return [[plain, part.slice(end + 4)] as const]
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
