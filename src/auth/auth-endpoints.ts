import { checkOptions } from '../server/check-options.ts'
import type { Engine } from '../server/engine.ts'
import { AUTH_RULES, type AuthOptions } from './auth-options.ts'
import type { Backend } from './backend.ts'
import { type Endpoint, parseEndpoint } from './endpoint.ts'

/** Most fakes are asked for no authorization. */
const loadAuthorizer = () => import('./authorizer.ts')

/** Answers a request when it is for one of the endpoints. */
export class AuthEndpoints {
  readonly #engine: Engine
  readonly #user: AuthOptions['user']
  readonly #channel: readonly Endpoint[]
  readonly #userSignIn: readonly Endpoint[]

  /**
   * @internal
   * @throws PusherFakeError `invalid_option`
   */
  constructor(engine: Engine, options: AuthOptions) {
    checkOptions(options, AUTH_RULES)
    this.#engine = engine
    const { authEndpoint, userAuthEndpoint, user } = options
    this.#user = user
    const read = (name: string, value: string | false | undefined, unasked: readonly string[]) =>
      value === false ? [] : [value ?? unasked].flat().map((each) => parseEndpoint(name, each))
    this.#channel = read('authEndpoint', authEndpoint, ['/pusher/auth', '/broadcasting/auth'])
    const unasked = ['/pusher/user-auth', '/broadcasting/user-auth']
    this.#userSignIn = read('userAuthEndpoint', userAuthEndpoint, unasked)
  }

  /** Expressions over whole URLs that match the endpoints, for doors that filter by them. */
  patterns(): RegExp[] {
    return [...this.#channel, ...this.#userSignIn].map(({ pattern }) => pattern)
  }

  /** Whether `url` is one of the endpoints that the fake answers. */
  matches(url: string): boolean {
    return this.#endpointOf(url) !== undefined
  }

  /**
   * @param backend the app's own, which is asked first when no `user` was given
   * @returns undefined when the request is for somebody else
   */
  async handle(request: Request, backend?: Backend): Promise<Response | undefined> {
    const endpoint = this.#endpointOf(request.url)
    if (endpoint === undefined) return undefined
    const answer = loadAuthorizer().then(({ Authorizer }) =>
      new Authorizer(this.#engine, this.#user).answer(endpoint, request, backend),
    )
    return this.#engine.underWay.track('an authorization request', answer)
  }

  /** For doors: loads what answers, ahead of the first request. */
  async prepare(): Promise<void> {
    await loadAuthorizer()
  }

  #endpointOf(url: string): 'channel' | 'user' | undefined {
    if (this.#channel.some((endpoint) => endpoint.matches(url))) return 'channel'
    return this.#userSignIn.some((endpoint) => endpoint.matches(url)) ? 'user' : undefined
  }
}
