import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import type { SocketHost } from './mock-socket-transport.ts'

interface Waiting {
  readonly link: Link
  readonly url: ConnectionUrl
  input: LinkInput | undefined
}

/**
 * Where sockets wait that are opened while no test or story has its fake: by a client that a module makes
 * when it is imported, or that outlives its story. They reach the next fake, and the network never.
 */
export class Lobby implements SocketHost {
  #waiting: Waiting[] = []

  accept(link: Link, url: ConnectionUrl): LinkInput {
    const entry: Waiting = { link, url, input: undefined }
    this.#waiting.push(entry)
    return {
      receive: (frame) => entry.input?.receive(frame),
      closed: (code, reason) => {
        this.#waiting = this.#waiting.filter((other) => other !== entry)
        entry.input?.closed(code, reason)
      },
    }
  }

  /**
   * Hands everyone who waits to a fake, or only those whose URL it `takes`.
   *
   * @returns the URLs of those who wait on
   */
  empty(host: SocketHost, takes: (url: ConnectionUrl) => boolean = () => true): ConnectionUrl[] {
    for (const entry of this.#waiting.splice(0)) {
      if (takes(entry.url)) entry.input = host.accept(entry.link, entry.url)
      else this.#waiting.push(entry)
    }
    return this.#waiting.map(({ url }) => url)
  }
}
