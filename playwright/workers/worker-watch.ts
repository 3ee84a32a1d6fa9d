import type { Browser, CDPSession } from '@playwright/test'
import { PUSHER_DOMAINS } from '../../src/protocol/connection-url.ts'
import { classifyRequest } from '../../src/protocol/pusher-request.ts'
import type { PusherScript } from '../../src/protocol/pusher-script.ts'
import type { PusherServer } from '../../src/standalone/start-pusher-server.ts'
import { quietly } from '../quietly.ts'
import { installedScript } from '../routes/installed-pusher.ts'

type Report = (message: string, url: string) => void

const TYPES = ['shared_worker', 'service_worker']

/**
 * Sees what shared and service workers dial, of which Playwright tells nothing but the requests of service
 * workers. Chromium only. The protocol cannot hold such a worker back for us, so that what it dials in its
 * very first moments may go unseen.
 */
export class WorkerWatch {
  readonly #session: CDPSession
  readonly #report: Report
  readonly #workers = new Set<string>()
  #calls = 0

  private constructor(session: CDPSession, report: Report) {
    this.#session = session
    this.#report = report
  }

  /** @returns undefined where there is no Chrome DevTools Protocol */
  static async start(browser: Browser, report: Report): Promise<WorkerWatch | undefined> {
    if (browser.browserType().name() !== 'chromium') return undefined
    const session = await quietly(browser, () => browser.newBrowserCDPSession()).catch(
      () => undefined,
    )
    if (session === undefined) return undefined
    const watch = new WorkerWatch(session, report)
    session.on('Target.targetCreated', ({ targetInfo: { type, targetId } }) => {
      void watch.#attach(type, targetId).catch(ignoreGone)
    })
    session.on('Target.receivedMessageFromTarget', ({ message }) => watch.#hear(message))
    session.on('Target.detachedFromTarget', ({ sessionId }) => watch.#workers.delete(sessionId))
    const filter = [...TYPES.map((type) => ({ type })), { exclude: true }]
    await quietly(session, () =>
      session.send('Target.setDiscoverTargets', { discover: true, filter }),
    )
    return watch
  }

  /** Resolves when all that workers have dialled so far is reported. */
  async flush(): Promise<void> {
    if (this.#workers.size === 0) return
    await this.#quietly(() => this.#session.send('Target.getTargets')).catch(ignoreGone)
  }

  async stop(): Promise<void> {
    await this.#quietly(() => this.#session.detach()).catch(ignoreGone)
  }

  async #attach(type: string, targetId: string): Promise<void> {
    const { sessionId } = await this.#quietly(() =>
      this.#session.send('Target.attachToTarget', { targetId, flatten: false }),
    )
    this.#workers.add(sessionId)
    const calls = [this.#call(sessionId, 'Network.enable', {})]
    // The requests of service workers come to the routes of their context.
    if (type === 'shared_worker') {
      const block = PUSHER_DOMAINS.flatMap((host) =>
        [host, `*.${host}`].map((name) => ({ urlPattern: `*://${name}:*/*`, block: true })),
      )
      calls.push(this.#call(sessionId, 'Network.setBlockedURLs', { urlPatterns: block }))
    }
    await Promise.all(calls)
  }

  async #call(sessionId: string, method: string, params: object): Promise<void> {
    this.#calls += 1
    const message = JSON.stringify({ id: this.#calls, method, params })
    await this.#quietly(() =>
      this.#session.send('Target.sendMessageToTarget', { sessionId, message }),
    )
  }

  #quietly<Result>(call: () => Promise<Result>): Promise<Result> {
    return quietly(this.#session, call)
  }

  #hear(message: string): void {
    const { method, params } = JSON.parse(message) as WorkerEvent
    if (method === 'Network.webSocketCreated' && classifyRequest(params.url ?? '')) {
      this.#report(workerSocket(params.url ?? ''), params.url ?? '')
    }
    const { request } = params ?? {}
    if (method !== 'Network.requestWillBeSent' || request === undefined) return
    const asked = classifyRequest(request.url)
    if (!asked?.live) return
    const unserved = `A shared worker has asked for ${request.method} ${request.url}, which nothing answers: what shared workers ask for cannot be served`
    const why = asked.kind === 'script' ? scriptOfWorker(asked.script) : '.'
    this.#report(unserved + why, request.url)
  }
}

interface WorkerEvent {
  readonly method?: string
  readonly params: {
    readonly url?: string
    readonly request?: { readonly url: string; readonly method: string }
  }
}

/** Whether a socket has reached a server of the fake, by whatever name this machine has. */
export function reaches({ socketUrl }: Pick<PusherServer, 'socketUrl'>, url: string): boolean {
  const [server, dialled] = [new URL(socketUrl), new URL(url)]
  const isHere = dialled.hostname === server.hostname || LOOPBACK.test(dialled.hostname)
  return isHere && dialled.port === server.port && dialled.protocol === server.protocol
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** What to do about a socket of a worker that no script of ours reaches. */
export function workerSocket(url: string): string {
  return `A worker has dialled ${url}: sockets of service, nested and data: workers cannot be served without a port, nor those of a page that may not ask for it (connect-src 'none'). Give it the real port of test.use({ pusherFakeOptions: { listen: true } }), or connect from the page itself.`
}

/** Why a script has not come with the worker that imports it. */
function scriptOfWorker(script: PusherScript): string {
  const answer = installedScript(script)
  const why =
    'missing' in answer ? answer.missing : 'Write its URL whole in the script of the worker.'
  return `, but for pusher-js when the worker's own script imports it. ${why}`
}

/** The worker, or the browser, is gone. */
function ignoreGone(): void {}
