import { needsAuthorization, parseChannelName } from '../../../protocol/channel-name.ts'
import { isRecord, parseJson } from '../../../protocol/json.ts'
import type { ProblemReport } from '../problem.ts'
import type { AuthorizationAttempt } from '../witness.ts'

/** What servers answer for a route that they do not have, and proxies for a server that is not there. */
const NOBODY: ReadonlySet<number> = new Set([0, 404, 405, 501, 502, 503, 504])

/** Milliseconds that an answer may take before anybody speaks of it. */
const SOON = 100

/** Status of a request whose CSRF token Laravel misses. */
const PAGE_EXPIRED = 419

/** The endpoints that the fake answers without being told. */
const USUAL = /^\/(?:pusher|broadcasting)\/(?:user-)?auth$/

/** What is wrong with an answer, undefined when nothing is. */
export function authorizationProblem(
  attempt: AuthorizationAttempt,
  now: number,
): ProblemReport | undefined {
  const { method, url, socketId, channel, status, body = '', time } = attempt
  const what = channel === undefined ? 'To sign in' : `For ${channel}`
  const asked = `${what} the client asked ${method} ${url}`
  const about = { socketId, ...(channel !== undefined && { channel }) }
  if (status === undefined) {
    if (now - time < SOON) return undefined
    const message = `${asked}, and has had no answer for ${now - time} ms.`
    return { code: 'auth_unanswered', message, write: lineFor(attempt), ...about }
  }
  if (NOBODY.has(status)) {
    const got = status === 0 ? 'nobody answers there' : `got ${status}${quote(body)}`
    const message = `${asked}, and ${got}.`
    return { code: 'auth_unanswered', message, write: lineFor(attempt), ...about }
  }
  const got = `${asked}, and got ${status}${quote(body)}`
  if (status === PAGE_EXPIRED) {
    const cause = 'Laravel answers 419 where the request has no CSRF token.'
    const write = `auth: { headers: { 'X-CSRF-TOKEN': token } } in the client's options, or let the fake answer: ${lineFor(attempt)}`
    return { code: 'auth_refused', message: `${got}.`, cause, write, ...about }
  }
  if (status < 200 || status > 299) {
    const cause =
      status < 500
        ? 'The endpoint has said no: it knows no session, or the user may not.'
        : 'The endpoint failed: its log has the reason.'
    const write = `Sign in before the page is opened, or let the fake answer: ${lineFor(attempt)}`
    return { code: 'auth_refused', message: `${got}.`, cause, write, ...about }
  }
  if (/^\s*<(?:!doctype|html)/i.test(body)) {
    const message = `${got}, a page in place of a signature: nobody is there.`
    const cause = 'A single-page app answers every path with its page.'
    return { code: 'auth_unanswered', message, cause, write: lineFor(attempt), ...about }
  }
  const parsed = parseJson(body)
  if (!parsed.ok && body.length >= MAX_BODY) return undefined
  if (parsed.ok && isRecord(parsed.value) && typeof parsed.value['auth'] === 'string') {
    return undefined
  }
  const cause = 'The endpoint answers something else than { "auth": "KEY:SIGNATURE" }.'
  const write =
    channel === undefined
      ? 'response.json(pusher.authenticateUser(socketId, { id }))'
      : 'response.json(pusher.authorizeChannel(socketId, channel))'
  return { code: 'auth_refused', message: `${got}, which has no "auth".`, cause, write, ...about }
}

/** Characters of an answer that are kept. */
export const MAX_BODY = 2_000
const SHOWN = 120

function quote(body: string): string {
  const text = body.trim().replace(/\s+/g, ' ')
  if (text === '') return ''
  return ` "${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}"`
}

/** What to write so that the fake answers. */
function lineFor({ url, channel }: AuthorizationAttempt): string {
  const { pathname } = URL.canParse(url) ? new URL(url) : { pathname: url }
  const parsed = channel === undefined ? undefined : parseChannelName(channel, Infinity)
  const signs = parsed?.ok === true && needsAuthorization(parsed.channel.kind)
  const isPlain = signs && parsed.channel.kind !== 'presence'
  const user = isPlain ? [] : ["user: { id: 'ada' }"]
  const name = channel === undefined ? 'userAuthEndpoint' : 'authEndpoint'
  const endpoint = USUAL.test(pathname) ? [] : [`${name}: '${pathname}'`]
  const options = `{ ${[...endpoint, ...user].join(', ')} }`
  if (!USUAL.test(pathname)) return `${options} beside the fake's other options`
  return isPlain
    ? 'answerAuthRequests(fake)'
    : `${options} beside the fake's other options, or answerAuthRequests(fake, ${options})`
}
