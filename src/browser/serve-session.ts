import { RealmWitness } from '../clients/realm-witness.ts'
import { loadedCopies, uniqueRuntimes } from './node-copies.ts'
import { PageHost } from './page-host.ts'
import { RequestRoute } from './page-requests.ts'
import { type PusherClass, refuseNodeBuild } from './pusher-runtime.ts'
import type { Realm } from './realm.ts'
import { type ServedSession, type Session, SessionRouter } from './session-router.ts'

interface Page {
  readonly router: SessionRouter
  readonly host: PageHost
  readonly witness: RealmWitness
}

const pages = new WeakMap<Realm, Page>()

/** The router of a realm, one for all who serve it, its host, and who sees its clients. */
function pageOf(realm: Realm): Page {
  const known = pages.get(realm)
  if (known !== undefined) return known
  const router = new SessionRouter()
  const host = new PageHost(realm, router, new RequestRoute(router))
  const page = { router, host, witness: new RealmWitness(realm) }
  pages.set(realm, page)
  return page
}

/** The sessions that a realm is served by, oldest first. */
export function sessionsOf(realm: Realm): readonly Session[] {
  return pageOf(realm).router.sessions
}

/**
 * Serves a realm by one more fake, from now on.
 *
 * @param Pusher the class of pusher-js's Node build, which reads no global
 * @throws PusherFakeError `node_build` when that build is loaded and was not given
 */
export function serveSession(realm: Realm, session: Session, Pusher?: PusherClass): ServedSession {
  const { router, host, witness } = pageOf(realm)
  const requestsAlone = session.sockets === false
  if (!requestsAlone && Pusher === undefined && realm === globalThis) refuseNodeBuild()
  const copies = copiesBeside(Pusher)
  witness.know(copies)
  const stop = requestsAlone ? host.serveRequests(...copies) : host.serve(...copies)
  const forget = session.fake.witnesses.add(witness)
  const { leave, cut } = router.add(session)
  return {
    cut,
    leave() {
      leave()
      stop()
      forget()
    },
  }
}

/** From now on no socket of Pusher's leaves the realm: it waits for a session of its key. @returns ends that */
export function holdSockets(realm: Realm, Pusher?: PusherClass): () => void {
  const { router, host, witness } = pageOf(realm)
  const copies = copiesBeside(Pusher)
  witness.know(copies)
  const undo = [router.hold(), host.serve(...copies)]
  return () => {
    for (const step of undo.splice(0)) step()
  }
}

/** Whoever serves the Node build serves every copy of it that is loaded by now. */
function copiesBeside(Pusher: PusherClass | undefined): readonly PusherClass[] {
  return Pusher === undefined ? [] : uniqueRuntimes([Pusher, ...loadedCopies()])
}
