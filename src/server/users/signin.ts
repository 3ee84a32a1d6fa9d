import type { SigninFrame } from '../../protocol/client-frame.ts'
import { CLOSE_CODES } from '../../protocol/close-codes.ts'
import { isRecord, parseJson } from '../../protocol/json.ts'
import { errorFrame } from '../../protocol/server-frame.ts'
import { hmacSha256Hex, signaturesEqual, userStringToSign } from '../../protocol/signatures.ts'
import type { Connection, SignedInUser } from '../connections/connection.ts'
import { endConnection } from '../connections/end-connection.ts'
import { reject } from '../connections/reject.ts'
import type { Engine } from '../engine.ts'
import { tellWatchers, tellWatchlist } from './watchlist.ts'

const UNAUTHORIZED = 4009
const WATCHLIST_LIMIT = 4302

/**
 * Handles `pusher:signin`. A wrong signature ends the connection with 4009; a second sign-in fails only
 * for another user, and for the same one changes nothing.
 * Source: Pusher docs, pusher-websockets-protocol, "pusher:signin".
 */
export function signin(engine: Engine, connection: Connection, data: SigninFrame['data']): void {
  const { limits } = engine.options
  const stringToSign = userStringToSign(connection.socketId, data.user_data)
  const expected = signedBy(engine, data.auth, stringToSign)
  if (!signaturesEqual(expected, data.auth)) {
    const detail = `Expected auth "${expected}" for "${stringToSign}", got "${data.auth}"`
    refuseAndClose(engine, connection, 'Invalid signature in user authentication', detail)
    return
  }
  const user = parseUser(data.user_data, limits.watchlistSize)
  if (user === undefined) {
    const detail = `user_data must be JSON with a non-empty string id, got ${data.user_data}`
    refuseAndClose(engine, connection, 'Invalid user_data in user authentication', detail)
    return
  }
  if (connection.user?.id === user.id) {
    connection.send({ event: 'pusher:signin_success', data: { user_data: data.user_data } })
    return
  }
  if (connection.user !== undefined) {
    const message = `Connection is already signed in as user ${connection.user.id}`
    reject(engine, connection, { problem: 'signin_refused', message })
    return
  }
  connection.user = user
  connection.authorized = true
  const online = engine.users.add(user.id, user.watchlist, connection)
  connection.send({ event: 'pusher:signin_success', data: { user_data: data.user_data } })
  if (user.watchlistExceeded) {
    const message = `Watchlist limit exceeded: only the first ${limits.watchlistSize} users are watched`
    connection.send(errorFrame(WATCHLIST_LIMIT, message))
  }
  tellWatchlist(engine, connection, user)
  // Who watches itself has just been told.
  if (online) tellWatchers(engine, user.id, 'online', connection)
  engine.events.emit('signin', { socketId: connection.socketId, userId: user.id })
}

/** The right `auth` by the token that signed, or by the app's first when none of its tokens did. */
function signedBy({ options }: Engine, auth: string, stringToSign: string): string {
  const [used = ''] = auth.split(':')
  const key = options.tokens.has(used) ? used : options.key
  return `${key}:${hmacSha256Hex(options.tokens.get(key) ?? '', stringToSign)}`
}

function refuseAndClose(
  engine: Engine,
  connection: Connection,
  message: string,
  detail: string,
): void {
  reject(engine, connection, { problem: 'signin_refused', message, detail, code: UNAUTHORIZED })
  endConnection(engine, connection, UNAUTHORIZED, CLOSE_CODES[UNAUTHORIZED], { announced: true })
}

function parseUser(
  text: string,
  watchlistSize: number,
): (SignedInUser & { watchlistExceeded: boolean }) | undefined {
  const parsed = parseJson(text)
  if (!parsed.ok || !isRecord(parsed.value)) return undefined
  const { id, user_info, watchlist } = parsed.value
  if (typeof id !== 'string' || id === '') return undefined
  const watched = Array.isArray(watchlist)
    ? watchlist.filter((item): item is string => typeof item === 'string')
    : []
  return {
    id,
    userInfo: user_info,
    watchlist: watched.slice(0, watchlistSize),
    watchlistExceeded: watched.length > watchlistSize,
  }
}
