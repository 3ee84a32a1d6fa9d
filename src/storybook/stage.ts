import { parseAuthRequest } from '../auth/auth-request.ts'
import { routeAuthRequests } from '../browser/auth-requests.ts'
import type { SocketControl } from '../browser/fake-websocket.ts'
import { Lobby } from '../browser/lobby.ts'
import {
  MockSocketTransport,
  type OpenSocket,
  type SocketHost,
} from '../browser/mock-socket-transport.ts'
import { type PusherClass, patchPusherRuntime, refuseNodeBuild } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm.ts'
import { routeSockets, type SocketRoute } from '../browser/websocket-patch.ts'
import { type FallbackRoute, routeFallback } from '../browser/xhr-patch.ts'
import { GIVE_UP } from '../protocol/close-codes.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import type { StorySession } from './story-session.ts'
import { StoryZone } from './story-zone.ts'

/** The stories of one page, and the way from a socket to the fake of its story. */
export class Stage {
  readonly zone: StoryZone = new StoryZone()
  readonly #realm: Realm
  readonly #sessions = new Map<Element, StorySession>()
  readonly #lobby = new Lobby()
  #endHold: (() => void) | undefined

  constructor(realm: Realm) {
    this.#realm = realm
  }

  /** From now on no socket of Pusher's leaves the page, between the stories neither. */
  hold(): void {
    this.#endHold ??= routeSockets(this.#realm, this.#socketRoute)
  }

  /** A story that wants no fake has the globals as they were. @returns ends it */
  letThrough(): () => void {
    if (this.#endHold === undefined) return () => {}
    this.#endHold()
    this.#endHold = undefined
    return () => this.hold()
  }

  sessionOn(canvas: Element): StorySession | undefined {
    return this.#sessions.get(canvas)
  }

  /** Lets a story on; what was on its canvas, or on one that is gone, leaves. */
  enter(canvas: Element, session: StorySession, Pusher?: PusherClass): void {
    if (Pusher === undefined && this.#realm === globalThis) refuseNodeBuild()
    for (const other of this.#sessions.keys()) {
      if (other === canvas || !other.isConnected) this.leave(other)
    }
    const realm = this.#realm
    if (Pusher !== undefined) session.onEnd(patchPusherRuntime(Pusher, realm))
    session.onEnd(routeSockets(realm, this.#socketRoute))
    session.onEnd(routeFallback(realm, fallbackRoute(session)))
    session.onEnd(routeAuthRequests(realm, this.#authRoute))
    this.#sessions.set(canvas, session)
    this.#lobby.empty(session.fake)
  }

  leave(canvas: Element): void {
    const session = this.#sessions.get(canvas)
    this.#sessions.delete(canvas)
    session?.end(this.#endHold !== undefined)
  }

  readonly #socketRoute: SocketRoute = {
    owns: (url) =>
      this.#sessions.size === 0 || this.#all().some((session) => session.fake.owns(url)),
    open: (url, control) => {
      const session = this.#sessionOf(url)
      if (session === undefined) return new MockSocketTransport(this.#stranger(), url, control)
      const several = this.#sessions.size > 1
      const socket: OpenSocket = new MockSocketTransport(
        session.fake,
        url,
        several ? this.#inZone(session, control) : control,
        () => session.sockets.delete(socket),
      )
      session.sockets.add(socket)
      return socket
    },
  }

  readonly #authRoute = {
    matches: (url: string): boolean => this.#all().some(({ endpoints }) => endpoints.matches(url)),
    handle: async (request: Request): Promise<Response | undefined> => {
      const { socketId } = await parseAuthRequest(request)
      const asked = this.#all().filter(({ endpoints }) => endpoints.matches(request.url))
      const session = asked.find(({ fake }) => isConnected(fake, socketId)) ?? asked.at(-1)
      return session?.endpoints.handle(request)
    },
  }

  #all(): readonly StorySession[] {
    return [...this.#sessions.values()]
  }

  #sessionOf(url: ConnectionUrl): StorySession | undefined {
    const sessions = this.#all()
    if (this.zone.current !== undefined && sessions.includes(this.zone.current)) {
      return this.zone.current
    }
    const owners = sessions.filter((session) => session.fake.owns(url))
    // The key that no story has is refused by any of them.
    return owners.length === 0 ? sessions.at(-1) : owners.length === 1 ? owners[0] : undefined
  }

  /** Who answers a socket of which nobody can say to which story it belongs. */
  #stranger(): SocketHost {
    if (this.#sessions.size > 0) return { accept: (link, url) => this.#refuse(link, url) }
    return {
      accept: (link, url) => {
        // A story may have come since the socket was made.
        const [session] = this.#all()
        return session?.fake.accept(link, url) ?? this.#lobby.accept(link, url)
      },
    }
  }

  #refuse(link: Link, url: ConnectionUrl): LinkInput {
    const owners = this.#all().filter((session) => session.fake.owns(url))
    const stories = owners.map(({ storyId }) => storyId).join(', ')
    const message = [
      `A socket of the app "${url.key}" was opened after its story had been mounted, and several stories on this page have that app: ${stories}.`,
      'Give each a key of its own, parameters.pusherFake.key, or connect while the story mounts.',
    ].join(' ')
    for (const { fake } of owners) fake.report({ code: 'connection_refused', message })
    link.open()
    link.close(GIVE_UP, 'Which story does it belong to?')
    return { receive() {}, closed() {} }
  }

  #inZone(session: StorySession, control: SocketControl): SocketControl {
    const { zone } = this
    return {
      opened: () => zone.run(session, () => control.opened()),
      message: (data) => zone.run(session, () => control.message(data)),
      closed: (code, reason) => zone.run(session, () => control.closed(code, reason)),
      failed: () => zone.run(session, () => control.failed()),
    }
  }
}

const stages = new WeakMap<Realm, Stage>()

/** The stage of a realm, one for all addons, decorators and copies of the preview. */
export function stageOf(realm: Realm): Stage {
  const stage = stages.get(realm) ?? new Stage(realm)
  stages.set(realm, stage)
  return stage
}

function fallbackRoute({ fake, fallback }: StorySession): FallbackRoute {
  return {
    owns: (url) => fake.owns(url),
    request: (url, body, exchange) => fallback.request(url, body, exchange),
    abort: (url, unread) => fallback.abort(url, unread),
  }
}

function isConnected(fake: StorySession['fake'], socketId: string): boolean {
  return fake.connections().some((connection) => connection.socketId === socketId)
}
