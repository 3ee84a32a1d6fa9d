import type { ConnectionUrl } from '../protocol/connection-url.ts'
import { Latecomer } from '../server/connections/latecomer.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'

interface Waiting {
  readonly link: Link
  readonly url: ConnectionUrl
  readonly input: Latecomer<LinkInput>
}

/**
 * Where sockets wait that are opened while no test or story has its fake: by a client that a module makes
 * when it is imported, or that outlives its story. They reach the next fake, and the network never.
 */
export class Lobby {
  readonly #waiting = new Set<Waiting>()

  accept(link: Link, url: ConnectionUrl): LinkInput {
    const entry: Waiting = { link, url, input: new Latecomer() }
    this.#waiting.add(entry)
    return {
      receive: (frame) => entry.input.tell((input) => input.receive(frame)),
      closed: (code, reason) => {
        this.#waiting.delete(entry)
        entry.input.tell((input) => input.closed(code, reason))
      },
    }
  }

  /**
   * Hands those who wait to whom `choose` names.
   *
   * @returns the URLs of those who wait on, since it named nobody
   */
  empty(choose: (url: ConnectionUrl) => ((link: Link) => LinkInput) | undefined): ConnectionUrl[] {
    for (const entry of [...this.#waiting]) {
      const accept = choose(entry.url)
      if (accept === undefined) continue
      this.#waiting.delete(entry)
      entry.input.arrive(accept(entry.link))
    }
    return [...this.#waiting].map(({ url }) => url)
  }
}
