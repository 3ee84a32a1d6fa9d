import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { PusherFake } from '../../src/index.ts'

/** A webhook as it came over HTTP. */
export interface ReceivedPost {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly rawBody: string
}

/** Decides the status of the nth post, counted from 0. */
export type Answer = (nth: number) => number | Promise<number>

/** The backend of an app: a real HTTP server that keeps what is posted to it. */
export class AppServer {
  readonly posts: ReceivedPost[] = []
  /** Where its redirects point. */
  location: string | undefined
  readonly #server: Server

  private constructor(answer: Answer) {
    this.#server = createServer(async (request, response) => {
      const { method, url: path, headers } = request
      this.posts.push({ method, path, headers, rawBody: await text(request) })
      const status = await answer(this.posts.length - 1)
      const { location } = this
      const answered = { connection: 'close', ...(location !== undefined && { location }) }
      response.writeHead(status, answered).end()
    })
  }

  static async listen(answer: Answer = () => 200): Promise<AppServer> {
    const app = new AppServer(answer)
    app.#server.listen(0, '127.0.0.1')
    await once(app.#server, 'listening')
    return app
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/pusher/webhooks`
  }

  /** The channels of the posts' events, oldest first. */
  get channels(): string[] {
    return this.posts.flatMap(({ rawBody }) => {
      const { events } = JSON.parse(rawBody) as { events: { channel: string }[] }
      return events.map(({ channel }) => channel)
    })
  }

  /** How many connections are open. */
  connections(): Promise<number> {
    return promisify(this.#server.getConnections.bind(this.#server))()
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}

/** Makes the fake record one webhook for each channel. */
export async function occupy(fake: PusherFake, ...channels: readonly string[]): Promise<void> {
  const peer = fake.connect()
  for (const channel of channels) await peer.subscribe(channel)
}
