import { byteLength, exceedsBytes } from '../../protocol/json.ts'
import type { Realm } from '../realm/realm.ts'

const MAX_REASON_BYTES = 123
const MAX_CODE = 65_535
/** A token of HTTP. Source: RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/

/** What a WebSocket may be asked to dial, normalised. */
export function socketUrl(url: string, base: string | undefined): URL | undefined {
  if (!URL.canParse(url, base)) return undefined
  const parsed = new URL(url, base)
  if (parsed.protocol === 'http:') parsed.protocol = 'ws:'
  if (parsed.protocol === 'https:') parsed.protocol = 'wss:'
  return parsed.protocol === 'ws:' || parsed.protocol === 'wss:' ? parsed : undefined
}

/** @throws DOMException `SyntaxError` where the URL ends in a fragment */
export function refuseFragment(realm: Realm, { href }: URL): void {
  const fragment = href.indexOf('#')
  if (fragment === -1) return
  throw new realm.DOMException(
    `Failed to construct 'WebSocket': The URL contains a fragment identifier ('${href.slice(fragment + 1)}'). Fragment identifiers are not allowed in WebSocket URLs.`,
    'SyntaxError',
  )
}

/**
 * The subprotocols that a constructor is given, as one string or any iterable.
 *
 * @throws DOMException `SyntaxError` for what is no token or there twice
 */
export function checkedProtocols(realm: Realm, given: unknown): string[] {
  const protocols = protocolList(realm, given)
  const wrong = protocols.find((protocol) => !TOKEN.test(protocol))
  if (wrong !== undefined) {
    throw new realm.DOMException(
      `Failed to construct 'WebSocket': The subprotocol '${wrong}' is invalid.`,
      'SyntaxError',
    )
  }
  const twice = protocols.find((protocol, index) => protocols.indexOf(protocol) !== index)
  if (twice !== undefined) {
    throw new realm.DOMException(
      `Failed to construct 'WebSocket': The subprotocol '${twice}' is duplicated.`,
      'SyntaxError',
    )
  }
  return protocols
}

function protocolList(realm: Realm, given: unknown): string[] {
  if (given === undefined) return []
  if (typeof given !== 'object' || given === null) return [toText(given)]
  if (Reflect.get(given, Symbol.iterator) != null)
    return Array.from(given as Iterable<unknown>, toText)
  // Node's takes options in their place.
  const isNode = realm.document === undefined && 'protocols' in given
  return isNode ? protocolList(realm, given.protocols) : [toText(given)]
}

/**
 * Arguments of `close`, as the standard converts them.
 *
 * @throws DOMException `InvalidAccessError` for a code that an app may not use, `SyntaxError` for too long a reason
 */
export function checkedClose(
  realm: Realm,
  givenCode: unknown,
  givenReason: unknown,
): { code: number | undefined; reason: string } {
  const code = givenCode === undefined ? undefined : clamp(+(givenCode as number))
  const reason = givenReason === undefined ? '' : toText(givenReason)
  if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999)) {
    throw new realm.DOMException(
      `Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between 3000 and 4999. ${code} is neither.`,
      'InvalidAccessError',
    )
  }
  if (exceedsBytes(reason, MAX_REASON_BYTES)) {
    throw new realm.DOMException(
      `Failed to execute 'close' on 'WebSocket': The close reason must not be greater than ${MAX_REASON_BYTES} UTF-8 bytes.`,
      'SyntaxError',
    )
  }
  // What the standard sends of a reason that has no code.
  return { code: code ?? (reason === '' ? undefined : 1000), reason }
}

/** `[Clamp] unsigned short` of Web IDL: halves go to the even neighbour. */
function clamp(value: number): number {
  if (Number.isNaN(value)) return 0
  const bounded = Math.min(Math.max(value, 0), MAX_CODE)
  const floor = Math.floor(bounded)
  const isHalf = bounded - floor === 0.5
  return isHalf ? floor + (floor % 2) : Math.round(bounded)
}

/**
 * What `send` sends of its argument: bytes as they are, anything else as text. A Blob takes and refuses of
 * all kinds what `send` does, such as memory that is shared.
 */
export function sendable({ Blob }: Realm, data: unknown): string | Blob {
  // By their tags: those of a frame or of jsdom are of classes of their own.
  const tag = Object.prototype.toString.call(data)
  const isBytes = ArrayBuffer.isView(data) || /(Buffer|Blob|File)]$/.test(tag)
  return isBytes ? new Blob([data as BlobPart]) : toText(data)
}

export function byteLengthOf(data: string | Blob): number {
  return typeof data === 'string' ? byteLength(data) : data.size
}

/** `USVString` of Web IDL: a symbol has none, and half a surrogate pair becomes U+FFFD. */
export function toText(value: unknown): string {
  return `${value as string}`.toWellFormed()
}
