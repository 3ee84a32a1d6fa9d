import type { PusherApp } from '../../app/pusher-app.ts'
import type { ServedApps } from '../served-apps.ts'
import { AppSession } from './app-session.ts'
import { ControlError, notFound } from './control-error.ts'
import type { Endpoint } from './endpoint.ts'
import { readJson } from './read-body.ts'

/** Runs the endpoint that a request is for. */
export class Router {
  readonly #prefix: string
  readonly #endpoints: readonly Endpoint[]
  readonly #apps: ServedApps
  readonly #sessions = new WeakMap<PusherApp, AppSession>()

  constructor(prefix: string, endpoints: readonly Endpoint[], apps: ServedApps) {
    this.#prefix = prefix
    this.#endpoints = endpoints
    this.#apps = apps
    apps.each((app) => this.#sessions.set(app, new AppSession(app)))
  }

  /** @throws ControlError, and whatever the endpoint throws */
  async run(request: Request, { pathname, searchParams }: URL): Promise<unknown> {
    const path = pathname.slice(this.#prefix.length)
    const { endpoint, captured } = this.#find(request.method, path)
    const { app: appId, ...query } = Object.fromEntries(searchParams)
    const session = this.#sessionOf(endpoint.appless ? this.#apps.given[0] : this.#app(appId))
    const body = endpoint.body === undefined ? {} : await readJson(request, endpoint.maxBytes)
    return endpoint.run(session, { ...query, ...captured }, body)
  }

  #find(method: string, path: string): { endpoint: Endpoint; captured: Record<string, string> } {
    const candidates = this.#endpoints.filter(({ pattern }) => pattern.test(path))
    const endpoint = candidates.find((candidate) => candidate.method === method)
    if (endpoint !== undefined) {
      const groups = Object.entries(endpoint.pattern.exec(path)?.groups ?? {})
      const captured = groups.map(([name, segment]) => [name, decode(segment)] as const)
      return { endpoint, captured: Object.fromEntries(captured) }
    }
    if (candidates.length === 0) throw notFound(this.#nothingAt(method, path))
    const allowed = candidates.map((candidate) => candidate.method).join(', ')
    throw new ControlError(
      405,
      'method_not_allowed',
      `${this.#prefix}${path} is for ${allowed}, not ${method}.`,
      { allow: allowed },
    )
  }

  #sessionOf(app: PusherApp): AppSession {
    const session = this.#sessions.get(app) ?? new AppSession(app)
    this.#sessions.set(app, session)
    return session
  }

  /** Without an id it is the one from the start: apps that were made later are named. */
  #app(appId: string | undefined): PusherApp {
    const [first, ...others] = this.#apps.given
    const known = () =>
      this.#apps
        .all()
        .map((app) => app.appId)
        .join(', ')
    if (appId === undefined) {
      if (others.length === 0) return first
      throw new ControlError(400, 'app_required', `Name an app, ?app=ID. There are: ${known()}.`)
    }
    const app = this.#apps.withId(appId)
    if (app !== undefined) return app
    throw notFound(`There is no app "${appId}". There are: ${known()}.`)
  }

  #nothingAt(method: string, path: string): string {
    const [, resource] = path.split('/')
    const near = this.#endpoints
      .filter((endpoint) => endpoint.path.split('/')[1] === resource)
      .map((endpoint) => `${endpoint.method} ${this.#prefix}${endpoint.path}`)
    const hint = near.length > 0 ? near.join(', ') : `GET ${this.#prefix}/openapi.json says what is`
    return `Nothing is at ${method} ${this.#prefix}${path}. Near it: ${hint}.`
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new ControlError(400, 'invalid_request', `Malformed segment of the path: ${segment}.`)
  }
}
