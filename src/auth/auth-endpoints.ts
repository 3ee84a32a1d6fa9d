import { PusherFakeError, untagged } from '../errors/pusher-fake-error.ts'
import { parseChannelName } from '../protocol/channel-name.ts'
import { isRecord } from '../protocol/json.ts'
import { authenticateUser, authorizeChannel } from '../server/channels/authorize.ts'
import {
  checkOptions,
  isFunction,
  isString,
  type Rule,
  type Rules,
} from '../server/check-options.ts'
import type { Engine } from '../server/engine.ts'
import { failureResponse } from '../server/faults/failure-response.ts'
import type { AuthFailure } from '../server/faults/fault.ts'
import { USER_RULES, type User } from '../server/users/user.ts'
import { type AuthRequest, parseAuthRequest } from './auth-request.ts'

/** Decides who asks: the user, or nothing to deny with 403. */
export type UserPolicy = (
  request: AuthRequest,
) => User | false | null | undefined | Promise<User | false | null | undefined>

/** Which endpoints the fake answers in place of the app's backend, and for whom. */
export interface AuthOptions {
  /** Path or URL of the channel authorization endpoint; `false` leaves it to the app. @default '/pusher/auth' */
  readonly authEndpoint?: string | false
  /** Path or URL of the user authentication endpoint; `false` leaves it to the app. @default '/pusher/user-auth' */
  readonly userAuthEndpoint?: string | false
  /** The user of this app, or a function that says who asks; without one only private channels are authorized. */
  readonly user?: User | UserPolicy
}

const ENDPOINT: Rule = ['a path or a URL, or false', (value) => value === false || isString(value)]

export const AUTH_RULES: Rules<AuthOptions> = {
  authEndpoint: ENDPOINT,
  userAuthEndpoint: ENDPOINT,
  user: [
    'a user, { id }, or a function that says who asks',
    (value) => isFunction(value) || isRecord(value),
    { inner: USER_RULES },
  ],
}

/** A name as `Pusher.auth_callbacks['1']`: the answer is a script that calls it, and does nothing else. */
const CALLBACK = /^[\w$.[\]'"]{1,200}$/

/** Answers a request when it is for one of the endpoints. */
export class AuthEndpoints {
  readonly #engine: Engine
  readonly #options: AuthOptions

  /** @throws PusherFakeError `invalid_option` */
  constructor(engine: Engine, options: AuthOptions) {
    checkOptions(options, AUTH_RULES)
    this.#engine = engine
    this.#options = options
  }

  /** Expressions over whole URLs that match the endpoints, for doors that filter by them. */
  patterns(): RegExp[] {
    const { authEndpoint, userAuthEndpoint } = this.#endpoints()
    return [authEndpoint, userAuthEndpoint]
      .filter((endpoint) => endpoint !== false)
      .map((endpoint) => {
        const start = endpoint.startsWith('/') ? '^https?:\\/\\/[^/?#]+' : '^'
        return new RegExp(`${start}${escapeExpression(endpoint)}([?#]|$)`)
      })
  }

  /** Whether `url` is one of the endpoints that the fake answers. */
  matches(url: string): boolean {
    return this.#endpointOf(url) !== undefined
  }

  /** @returns undefined when the request is for somebody else */
  async handle(request: Request): Promise<Response | undefined> {
    const endpoint = this.#endpointOf(request.url)
    if (endpoint === undefined) return undefined
    if (request.method === 'OPTIONS') return preflight(request)
    const asked = await parseAuthRequest(request)
    if (asked.callback !== undefined && !CALLBACK.test(asked.callback)) {
      const refusal = new Response('The callback must be the name of a function', { status: 400 })
      return withCors(refusal, request)
    }
    const answer =
      endpoint === 'channel' ? await this.#authorize(asked) : await this.#authenticate(asked)
    return withCors(answer, request)
  }

  #endpoints(): { authEndpoint: string | false; userAuthEndpoint: string | false } {
    const { authEndpoint = '/pusher/auth', userAuthEndpoint = '/pusher/user-auth' } = this.#options
    return { authEndpoint, userAuthEndpoint }
  }

  #endpointOf(url: string): 'channel' | 'user' | undefined {
    const { authEndpoint, userAuthEndpoint } = this.#endpoints()
    if (isAt(url, authEndpoint)) return 'channel'
    return isAt(url, userAuthEndpoint) ? 'user' : undefined
  }

  async #authorize(asked: AuthRequest): Promise<Response> {
    const { socketId, channelName = '' } = asked
    const failure = this.#engine.faults.latest(
      'failSubscription',
      ({ channel }) => channel === channelName,
    )?.options
    if (failure !== undefined) return failed(failure)
    const parsed = parseChannelName(channelName, this.#engine.options.limits.channelNameLength)
    const presence = parsed.ok && parsed.channel.kind === 'presence'
    if (!presence && typeof this.#options.user !== 'function') {
      return this.#sign(asked, () => authorizeChannel(this.#engine, socketId, channelName))
    }
    const user = await this.#user(asked)
    if (user === undefined) return this.#deny(asked, `for channel ${channelName}`)
    const member = presence ? user : undefined
    return this.#sign(asked, () => authorizeChannel(this.#engine, socketId, channelName, member))
  }

  async #authenticate(asked: AuthRequest): Promise<Response> {
    const failure = this.#engine.faults.latest('failAuthentication')?.options
    if (failure !== undefined) return failed(failure)
    const user = await this.#user(asked)
    if (user === undefined) return this.#deny(asked, 'to sign in')
    return this.#sign(asked, () => authenticateUser(this.#engine, asked.socketId, user))
  }

  async #user(asked: AuthRequest): Promise<User | undefined> {
    const { user } = this.#options
    return (typeof user === 'function' ? await user(asked) : user) || undefined
  }

  #deny(asked: AuthRequest, what: string): Response {
    const why =
      this.#options.user === undefined
        ? "no `user` was given, neither a user nor a function that says who asks. Write user: { id: 'ada' } beside the other options"
        : 'the `user` function denied it. Return a user from it for who may'
    const message = `Authorization ${what} was answered 403: ${why}`
    this.#report(message, asked)
    return new Response('Forbidden', { status: 403 })
  }

  #sign({ callback, socketId, channelName }: AuthRequest, sign: () => object): Response {
    let body: string
    try {
      body = JSON.stringify(sign())
    } catch (error) {
      if (!(error instanceof PusherFakeError)) throw error
      this.#report(untagged(error.message), {
        socketId,
        ...(channelName !== undefined && { channelName }),
      })
      return new Response(error.message, { status: 400 })
    }
    return callback === undefined
      ? new Response(body, { headers: { 'content-type': 'application/json' } })
      : new Response(`${callback}(${body});`, {
          headers: { 'content-type': 'application/javascript' },
        })
  }

  #report(
    message: string,
    { socketId, channelName }: Pick<AuthRequest, 'socketId' | 'channelName'>,
  ): void {
    this.#engine.report({
      code: 'auth_refused',
      message,
      socketId,
      ...(channelName !== undefined && { channel: channelName }),
    })
  }
}

function failed({ status = 403, body = 'Forbidden' }: AuthFailure): Response {
  return failureResponse(status, body)
}

/** An endpoint given as a path is answered on every origin. */
function isAt(url: string, endpoint: string | false): boolean {
  if (endpoint === false) return false
  const { origin, pathname } = new URL(url)
  return endpoint === pathname || endpoint === origin + pathname
}

function preflight(request: Request): Response {
  const requested = request.headers.get('access-control-request-headers')
  const headers = {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    ...(requested !== null && { 'access-control-allow-headers': requested }),
  }
  return withCors(new Response(null, { status: 204, headers }), request)
}

function withCors(response: Response, request: Request): Response {
  const origin = request.headers.get('origin')
  if (origin === null) return response
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-allow-credentials', 'true')
  return response
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
