import type { Call } from '../../src/browser/page-service.ts'
import { ABNORMAL_CLOSURE } from '../../src/protocol/close-codes.ts'
import type { ConnectionUrl } from '../../src/protocol/connection-url.ts'
import { Latecomer } from '../../src/server/connections/latecomer.ts'
import type { Link } from '../../src/server/connections/link.ts'
import type { EngineMessage, PageMessage } from '../bridge/bridge-message.ts'

/** The sockets of a realm whose service is elsewhere. */
export class Dialler {
  readonly #post: (message: PageMessage) => void
  readonly #dialled = new Map<number, Latecomer<Link>>()
  #sockets = 0

  constructor(post: (message: PageMessage) => void) {
    this.#post = post
  }

  /** The service is asked while the socket comes about in the realm. */
  dial({ url }: Pick<ConnectionUrl, 'url'>): Call {
    this.#sockets += 1
    const id = this.#sockets
    const socket = new Latecomer<Link>()
    const closed = (code: number, reason: string) => {
      if (this.#dialled.delete(id)) this.#post({ type: 'close', id, code, reason })
    }
    this.#dialled.set(id, socket)
    this.#post({ type: 'open', id, url })
    return {
      accept: (link) => {
        socket.arrive(link)
        const receive = (data: unknown) =>
          this.#post({ type: 'frame', id, data: typeof data === 'string' ? data : null })
        return { receive, closed }
      },
      ended: () => closed(ABNORMAL_CLOSURE, ''),
    }
  }

  /** What the service says to one of them. */
  hear(message: EngineMessage): void {
    this.#dialled.get(message.id)?.tell((link) => apply(link, message))
  }

  /** Loses all of them, which the service knows already. */
  lose(): void {
    const lost = [...this.#dialled.values()]
    this.#dialled.clear()
    for (const socket of lost) socket.tell((link) => link.drop())
  }
}

function apply(link: Link, message: EngineMessage): void {
  switch (message.type) {
    case 'open':
      return link.open()
    case 'frame':
      return link.send(message.data)
    case 'close':
      return link.close(message.code, message.reason)
    case 'drop':
      return link.drop()
  }
}
