import { NearWitness } from '../clients/near-witness.ts'
import { copiesWith, type EachCopy, noCopies } from './node/node-copies.ts'
import { PageHost } from './page-host.ts'
import { RequestRoute } from './page-requests.ts'
import type { PusherClass } from './pusher-runtime.ts'
import { allOrNone } from './realm/all-or-none.ts'
import type { Realm } from './realm/realm.ts'
import { type ServedSession, type Session, SessionRouter } from './session-router.ts'

interface Page {
  readonly router: SessionRouter
  readonly host: PageHost
  readonly witness: NearWitness
}

const pages = new WeakMap<Realm, Page>()

/** The router of a realm, one for all who serve it, its host, and who sees its clients. */
function pageOf(realm: Realm): Page {
  const known = pages.get(realm)
  if (known !== undefined) return known
  const router = new SessionRouter()
  const witness = new NearWitness(realm)
  const requests = new RequestRoute(router, witness.authorizations)
  const page = { router, host: new PageHost(realm, router, witness, requests), witness }
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
 * @param Pusher the class of pusher-js's Node build, which reads no global; for a realm that is not this one, and
 * where nobody else can find it
 */
export function serveSession(realm: Realm, session: Session, Pusher?: PusherClass): ServedSession {
  const { router, host, witness } = pageOf(realm)
  const requestsAlone = session.sockets === false
  const copies = copiesOf(realm, Pusher)
  const undo = allOrNone(
    () => (requestsAlone ? host.serveRequests(copies) : host.serve(copies)),
    () => showCopies(witness, copies),
    () => session.fake.witnesses.add(witness),
  )
  const { leave, cut } = router.add(session)
  return {
    cut,
    leave() {
      leave()
      undo()
    },
  }
}

/** From now on no socket of Pusher's leaves the realm: it waits for a session of its key. @returns ends that */
export function holdSockets(realm: Realm, Pusher?: PusherClass): () => void {
  const { router, host, witness } = pageOf(realm)
  const copies = copiesOf(realm, Pusher)
  return allOrNone(
    () => router.hold(),
    () => host.serve(copies),
    () => showCopies(witness, copies),
  )
}

function showCopies(witness: NearWitness, eachCopy: EachCopy): () => void {
  return eachCopy((copy) => {
    witness.know(copy)
    return () => {}
  })
}

/** The copies of the Node build, which dial past another realm of the process unless they are given to it. */
function copiesOf(realm: Realm, Pusher: PusherClass | undefined): EachCopy {
  const isNode = globalThis.process?.getBuiltinModule !== undefined
  return Pusher !== undefined || (isNode && realm === globalThis) ? copiesWith(Pusher) : noCopies
}
