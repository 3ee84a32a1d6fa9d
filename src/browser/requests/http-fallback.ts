import type { FallbackUrl } from '../../protocol/fallback-url.ts'
import { FallbackSession } from '../../server/connections/fallback-session.ts'
import type { Call, PageService } from '../page-service.ts'
import { scheduleMacrotask } from '../realm/macrotask.ts'
import type { XhrResponder } from './answered-xhr.ts'

interface PageSession {
  readonly call: Call
  readonly session: FallbackSession
}

/** The sessions of a page's HTTP fallback, each a link like any other. */
export class HttpFallback {
  readonly #service: Pick<PageService, 'dial'>
  readonly #sessions = new Map<string, PageSession>()

  constructor(service: Pick<PageService, 'dial'>) {
    this.#service = service
  }

  /** Who answers a request; asked when it is made, for only then is it known on whose behalf. */
  respond(url: FallbackUrl): XhrResponder {
    if (url.action === 'xhr_send') {
      return {
        send: ({ body }, reply) => {
          const open = this.#sessions.get(url.session)
          reply.end(open === undefined ? 404 : 204)
          open?.session.receive(String(body ?? ''))
        },
        abort() {},
      }
    }
    const { call, session } = this.#sessions.get(url.session) ?? this.#open(url)
    return {
      send: (_, reply) => session.listen(reply, url.action === 'xhr_streaming'),
      abort: (reply) => {
        session.abandoned(reply)
        // pusher-js changes to a new request when a response grows too long, and sends it a task later.
        scheduleMacrotask(() => scheduleMacrotask(() => session.endUnlessListening()))
      },
      run: call.run,
    }
  }

  #open(url: FallbackUrl): PageSession {
    const call = this.#service.dial(url.connection)
    const session = new FallbackSession({
      accept: (link) => call.accept(link),
      ended: () => {
        this.#sessions.delete(url.session)
        call.ended?.(session)
      },
    })
    const opened = { call, session }
    this.#sessions.set(url.session, opened)
    call.began?.(session)
    return opened
  }
}
