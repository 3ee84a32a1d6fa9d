import { PusherFakeError, untagged } from '../errors/pusher-fake-error.ts'
import { parseChannelName } from '../protocol/channel-name.ts'
import { authenticateUser, authorizeChannel } from '../server/channels/authorize.ts'
import { loadSecretBox } from '../server/channels/with-secret-box.ts'
import { purposeKey } from '../server/diagnosis/found-problems.ts'
import type { Engine } from '../server/engine.ts'
import { failureResponse } from '../server/faults/failure-response.ts'
import type { AuthFailure } from '../server/faults/fault.ts'
import type { User } from '../server/users/user.ts'
import type { AuthOptions } from './auth-options.ts'
import { type AuthRequest, type ParsedAuthRequest, parseAuthRequest } from './auth-request.ts'
import { awaitUse } from './await-use.ts'
import { askBackend, type Backend } from './backend.ts'

/** A name as `Pusher.auth_callbacks['1']`: the answer is a script that calls it, and does nothing else. */
const CALLBACK = /^[\w$.[\]'"]{1,200}$/

/** Channels of a request for which a fault has it fail. */
type Failures = ReadonlyMap<string, AuthFailure>

const NO_FAILURES: Failures = new Map()

/** Answers what clients ask for in place of the app's backend: signatures, or no. */
export class Authorizer {
  readonly #engine: Engine
  readonly #given: AuthOptions['user']

  /** @param user the option of the endpoints */
  constructor(engine: Engine, user: AuthOptions['user']) {
    this.#engine = engine
    this.#given = user
  }

  /** @param backend the app's own, which is asked first when no `user` was given */
  async answer(
    endpoint: 'channel' | 'user',
    request: Request,
    backend: Backend | undefined,
  ): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight(request)
    const asked = await parseAuthRequest(request)
    if (asked.callback !== undefined && !CALLBACK.test(asked.callback)) {
      const refusal = new Response('The callback must be the name of a function', { status: 400 })
      return withCors(refusal, request)
    }
    const failures = endpoint === 'channel' ? this.#failures(asked) : NO_FAILURES
    if (backend !== undefined && this.#leavesToBackend(endpoint, failures)) {
      const theirs = await askBackend(backend, request.clone())
      if (theirs !== undefined) return theirs
    }
    const answer =
      endpoint === 'channel'
        ? await this.#authorize(asked, failures)
        : await this.#authenticate(asked)
    return withCors(answer, request)
  }

  /** A fault of this request's comes before who would answer it. */
  #leavesToBackend(endpoint: 'channel' | 'user', failures: Failures): boolean {
    if (this.#given !== undefined) return false
    if (endpoint === 'user') return this.#engine.faults.latest('failAuthentication') === undefined
    return failures.size === 0
  }

  /** Counts the request of each channel, and says which of them fail. */
  #failures({ batch, channelName = '' }: ParsedAuthRequest): Failures {
    const { authRequests, faults } = this.#engine
    const failures = new Map<string, AuthFailure>()
    for (const name of batch ?? [channelName]) {
      const number = (authRequests.get(name) ?? 0) + 1
      authRequests.set(name, number)
      const fault = faults.latest(
        'failSubscription',
        ({ channel, request = number }) => channel === name && request === number,
      )
      if (fault === undefined) continue
      failures.set(name, fault.options)
      faults.use(fault)
    }
    return failures
  }

  async #authorize(asked: ParsedAuthRequest, failures: Failures): Promise<Response> {
    const { batch, callback, ...single } = asked
    if (batch === undefined) return this.#authorizeOne(asked, failures)
    const answers = await Promise.all(
      batch.map(async (channelName) => {
        const answer = await this.#authorizeOne({ ...single, channelName }, failures)
        const { status } = answer
        return [channelName, { status, ...(answer.ok && { data: await answer.json() }) }] as const
      }),
    )
    return bodyFor(callback, JSON.stringify(Object.fromEntries(answers)))
  }

  async #authorizeOne(asked: AuthRequest, failures: Failures): Promise<Response> {
    const { socketId, channelName = '' } = asked
    const failure = failures.get(channelName)
    if (failure !== undefined) return this.#fail(asked, failure)
    const parsed = parseChannelName(channelName, this.#engine.options.limits.channelNameLength)
    const kind = parsed.ok ? parsed.channel.kind : undefined
    const presence = kind === 'presence'
    // The subscription that follows need not wait for it then.
    if (kind === 'private-encrypted') await loadSecretBox()
    if (!presence && typeof this.#given !== 'function') {
      return this.#sign(asked, () => authorizeChannel(this.#engine, socketId, channelName))
    }
    const user = await this.#user(asked)
    if (user === undefined) return this.#deny(asked, `for channel ${channelName}`)
    const member = presence ? user : undefined
    return this.#sign(asked, () => authorizeChannel(this.#engine, socketId, channelName, member))
  }

  async #authenticate(asked: AuthRequest): Promise<Response> {
    const failure = this.#engine.faults.latest('failAuthentication')?.options
    if (failure !== undefined) return this.#fail(asked, failure)
    const user = await this.#user(asked)
    if (user === undefined) return this.#deny(asked, 'to sign in')
    return this.#sign(asked, () => authenticateUser(this.#engine, asked.socketId, user))
  }

  async #user(asked: AuthRequest): Promise<User | undefined> {
    const user = this.#given
    return (typeof user === 'function' ? await user(asked) : user) || undefined
  }

  #fail(
    { socketId, channelName }: AuthRequest,
    { status = 403, body = 'Forbidden' }: AuthFailure,
  ): Response {
    this.#engine.failedOnPurpose.add(purposeKey(socketId, channelName))
    return failureResponse(status, body)
  }

  #deny(asked: AuthRequest, what: string): Response {
    const why =
      this.#given === undefined
        ? "no `user` was given, neither a user nor a function that says who asks. Write user: { id: 'ada' } beside the other options. Or let the app's backend sign, by the key and secret of this fake: give both the same"
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
    awaitUse(this.#engine, socketId, channelName)
    return bodyFor(callback, body)
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

/** @param callback of JSONP */
function bodyFor(callback: string | undefined, json: string): Response {
  const [body, type] =
    callback === undefined
      ? [json, 'application/json']
      : [`${callback}(${json});`, 'application/javascript']
  return new Response(body, { headers: { 'content-type': type } })
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
