import type { PusherApp } from '../app/pusher-app.ts'
import type { AuthEndpoints } from '../auth/auth-endpoints.ts'
import { parseAuthRequest } from '../auth/auth-request.ts'
import type { Backend } from '../auth/backend.ts'
import { tagged } from '../errors/pusher-fake-error.ts'
import { GIVE_UP } from '../protocol/close-codes.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import { classifyRequest } from '../protocol/pusher-request.ts'
import { statsResponse } from '../rest/stats-response.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import { socketProblem } from '../server/diagnosis/found-problems.ts'
import { Lobby } from './lobby.ts'
import type { Call, Cuttable, PageRequests, PageService } from './page-service.ts'
import { macrotaskTurn } from './realm/macrotask.ts'

/** One of the fakes that clients may mean, and what it is to them. */
export interface Session {
  readonly fake: PusherApp
  /** Without them the authorization requests are left to whoever else answers, such as MSW. */
  readonly endpoints?: AuthEndpoints | undefined
  /** `false` when its sockets come by another way. @default true */
  readonly sockets?: boolean
  /** Whether its client is the one that acts just now. */
  atWork?(): boolean
  /** Runs what one of its clients does. */
  run?(handlers: () => void): void
  /**
   * Says why nobody can tell which of several sessions of one key a client means, which is then refused;
   * without it the newest has it.
   */
  undecided?(url: ConnectionUrl, sessions: readonly Session[]): string
}

/** A session that is served. */
export interface ServedSession {
  /** Serves it no longer: its clients go elsewhere when they dial again. */
  leave(): void
  /** Cuts its sockets, those among them that never came about; their clients give up. */
  cut(): void
}

interface Entry {
  readonly session: Session
  readonly open: Set<Cuttable>
  /** Whether its fake has heard that a newer one has its clients. */
  isTold: boolean
}

/**
 * Knows to which of several fakes a client belongs: by the session that is at work, then by key; and a
 * request by its key, or by the socket id that it names.
 */
export class SessionRouter implements PageService, PageRequests {
  readonly #entries: Entry[] = []
  readonly #lobby = new Lobby()
  /** Of all sessions so far. */
  readonly #keys = new Set<string>()
  #holds = 0
  /** Why nobody is let in any more. */
  #over: string | undefined

  /** The sessions that are served, oldest first. */
  get sessions(): readonly Session[] {
    return this.#entries.map(({ session }) => session)
  }

  /** From now on a client whose session is not there waits for it. @returns ends that */
  hold(): () => void {
    let held = true
    this.#holds += 1
    return () => {
      if (held) this.#holds -= 1
      held = false
    }
  }

  /** Serves a session and lets in who waits for its key. */
  add(session: Session): ServedSession {
    const { fake } = session
    const entry: Entry = { session, open: new Set(), isTold: false }
    this.#entries.push(entry)
    const unwatch = fake.underWay.watch(() => macrotaskTurn())
    if (session.sockets !== false) {
      this.#keys.add(fake.key)
      const choose = (url: ConnectionUrl) =>
        fake.owns(url) ? (link: Link) => fake.accept(link, url) : undefined
      for (const { url } of this.#lobby.empty(choose)) reportWaiting(fake, url)
    }
    return {
      leave: () => {
        unwatch()
        const index = this.#entries.indexOf(entry)
        if (index !== -1) this.#entries.splice(index, 1)
      },
      cut: () => {
        for (const socket of [...entry.open]) socket.cut()
      },
    }
  }

  /** Sends away who waits, and everybody who will come. */
  end(reason: string): void {
    this.#over = reason
    this.#lobby.empty(() => (link) => refuse(link, reason))
  }

  answers(url: string): boolean {
    return this.#asked(url).length > 0 || this.#restSession(url) !== undefined || this.#isStats(url)
  }

  owns(url: ConnectionUrl): boolean {
    return this.#holds > 0 || this.#serving().some(({ session }) => session.fake.owns(url))
  }

  failed(url: string, error: string): void {
    for (const { session } of this.#serving()) session.fake.report(socketProblem(url, error))
  }

  dial(url: ConnectionUrl): Call {
    const chosen = this.#choose(url)
    return {
      accept: (link) => {
        if (this.#over !== undefined) return refuse(link, this.#over)
        // One may have come, or gone, since the socket was made.
        const entry = chosen && this.#entries.includes(chosen) ? chosen : this.#choose(url)
        if (entry !== undefined) {
          this.#tellOlder(entry, url)
          return entry.session.fake.accept(link, url)
        }
        const refused = this.#refusal(url)?.(link)
        if (refused !== undefined) return refused
        for (const { session } of this.#serving()) reportWaiting(session.fake, url.url)
        return this.#lobby.accept(link, url)
      },
      run: chosen?.session.run,
      began: (socket) => chosen?.open.add(socket),
      ended: (socket) => chosen?.open.delete(socket),
    }
  }

  async handle(request: Request, backend?: Backend): Promise<Response | undefined> {
    const rest = this.#restSession(request.url)
    if (rest !== undefined) return rest.fake.fetch(request)
    if (this.#isStats(request.url)) return statsResponse(request.url)
    const asked = this.#asked(request.url)
    const session = asked.length > 1 ? await whoseSocket(asked, request) : asked[0]
    return session?.endpoints?.handle(request, backend).catch(serverError)
  }

  /** Of several any may have caused it: better one too many that hears of it than none. */
  readonly refused = (message: string): void => {
    if (this.#entries.length === 0) {
      console.warn(tagged('unhandled_request', `While nothing is served: ${message}`))
    }
    for (const { session } of this.#entries) {
      session.fake.report({ code: 'unhandled_request', message })
    }
  }

  /** Those who take sockets. */
  #serving(): readonly Entry[] {
    return this.#entries.filter(({ session }) => session.sockets !== false)
  }

  #owners(url: ConnectionUrl): readonly Entry[] {
    return this.#serving().filter(({ session }) => session.fake.owns(url))
  }

  /** @returns undefined when the client has to wait or to be refused */
  #choose(url: ConnectionUrl): Entry | undefined {
    const serving = this.#serving()
    const atWork = serving.find(({ session }) => session.atWork?.())
    if (atWork !== undefined) return atWork
    const owners = this.#owners(url)
    if (owners.length > 0) return this.#refusal(url) === undefined ? owners.at(-1) : undefined
    // A key that none ever had is refused, as Pusher does.
    const isExpected = this.#holds > 0 && url.key !== undefined && this.#keys.has(url.key)
    return isExpected ? undefined : serving.at(-1)
  }

  /** Each once, whose tests else wait in vain: they run at the same time. Sessions that decide by themselves know. */
  #tellOlder({ session }: Entry, url: ConnectionUrl): void {
    const { fake, undecided } = session
    if (undecided !== undefined) return
    for (const older of this.#owners(url)) {
      if (older.session.fake === fake || older.isTold) continue
      older.isTold = true
      older.session.fake.report({
        code: 'routed_elsewhere',
        message: `A later fake of the key "${fake.key}" has its clients: uninstall one before the other, or give each a key.`,
        cause: 'Tests that run at the same time, or an uninstall() that was left out.',
        write: 'a key of its own for each fake, or uninstall() before the next is installed',
      })
    }
  }

  #refusal(url: ConnectionUrl): ((link: Link) => LinkInput) | undefined {
    const sessions = this.#owners(url).map(({ session }) => session)
    const message = sessions.length > 1 ? sessions.at(-1)?.undecided?.(url, sessions) : undefined
    if (message === undefined) return undefined
    return (link) => {
      for (const { fake } of sessions) fake.report({ code: 'connection_refused', message })
      return refuse(link, 'Which of several fakes does it belong to?')
    }
  }

  /** Whose endpoint a URL is. */
  #asked(url: string): readonly Session[] {
    return this.sessions.filter(({ endpoints }) => endpoints?.matches(url))
  }

  /** Also between tests, when clients that were made at import have their say. */
  #isStats(url: string): boolean {
    const isServed = this.#holds > 0 || this.#serving().length > 0
    return isServed && classifyRequest(url)?.kind === 'stats'
  }

  #restSession(url: string): Session | undefined {
    const request = classifyRequest(url)
    if (request?.kind !== 'rest') return undefined
    const sessions = this.#serving().map(({ session }) => session)
    const owner = sessions.findLast(({ fake: { key, appId } }) =>
      request.key === undefined ? appId === request.appId : key === request.key,
    )
    // Who signed it for an app that none has shall hear so from the service.
    return owner ?? (request.key === undefined ? undefined : sessions.at(-1))
  }
}

/** Lets a socket open, and closes it so that its client gives up. */
function refuse(link: Link, reason: string): LinkInput {
  link.open()
  link.close(GIVE_UP, reason)
  return { receive() {}, closed() {} }
}

function reportWaiting(fake: PusherApp, url: string): void {
  const message = `${url} waits for a fake of its key (that of this one is "${fake.key}").`
  fake.report({ code: 'other_app_key', message })
}

/** The session in which the socket is connected that asks for authorization. */
async function whoseSocket(
  sessions: readonly Session[],
  request: Request,
): Promise<Session | undefined> {
  const { socketId } = await parseAuthRequest(request)
  const isConnected = ({ fake }: Session) =>
    fake.connections().some((connection) => connection.socketId === socketId)
  return sessions.findLast(isConnected) ?? sessions.at(-1)
}

/** A policy of the author's that throws. */
function serverError(error: unknown): Response {
  console.error('[pusher-js-fake] The `user` function of the auth endpoints failed', error)
  return new Response(String(error), { status: 500 })
}
