import { readFileSync } from 'node:fs'
import type { PusherApp } from '../../app/pusher-app.ts'
import { InspectorBridge } from '../../inspector/inspector-bridge.ts'
import { parseJson } from '../../protocol/json.ts'
import { ControlError } from '../control/control-error.ts'
import { assertAllowed, assertLocal, type Guard } from '../control/guard.ts'
import { discardRest, readText } from '../control/read-body.ts'
import type { LocalHandler } from '../http/http-handler.ts'
import type { ServedApps } from '../served-apps.ts'
import { inspectorHtml } from './inspector-html.ts'

/** Where the inspector lives. */
export const INSPECTOR_PATH = '/inspector'

const MESSAGES_PATH = `${INSPECTOR_PATH}/messages`
const MAX_MESSAGE_BYTES = 65_536
/** What may wait for a page that reads too slowly, before it is cut off. */
const MAX_WAITING_BYTES = 8_388_608

/** Options of {@link createInspectorHandler}. */
export interface InspectorHandlerOptions extends Guard {
  /** Aborted when the server closes, and with it the streams. */
  readonly closing: AbortSignal
}

/**
 * The live page of a server. The page itself has no secrets and is given to anybody on this machine; what
 * it shows and does needs the token.
 */
export function createInspectorHandler(
  apps: ServedApps,
  { closing, ...guard }: InspectorHandlerOptions,
): LocalHandler {
  const inspected = new WeakMap<PusherApp, InspectedApp>()
  const inspectedApp = (appId: string): InspectedApp | undefined => {
    const app = apps.withId(appId)
    if (app === undefined) return undefined
    const known = inspected.get(app) ?? new InspectedApp(app)
    inspected.set(app, known)
    return known
  }
  return async (request, { address }) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== INSPECTOR_PATH && pathname !== MESSAGES_PATH) return undefined
    try {
      if (pathname === INSPECTOR_PATH) {
        assertLocal(request, address, guard)
        return html(apps.all())
      }
      await assertAllowed(request, address, guard)
      const app = inspectedApp(searchParams.get('app') ?? '')
      if (app === undefined) throw new ControlError(404, 'not_found', 'There is no such app.')
      const page = searchParams.get('page') ?? ''
      if (request.method === 'GET') {
        return new Response(messages(app, page, closing), { headers: LINES })
      }
      app.receive(page, await readMessage(request))
      return new Response(null, { status: 204 })
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      const isOver = await discardRest(request).catch(() => false)
      const headers = { ...error.headers, ...(!isOver && { connection: 'close' }) }
      return new Response(`${error.message}\n`, { status: error.status, headers })
    }
  }
}

const LINES = {
  'content-type': 'application/x-ndjson',
  'cache-control': 'no-store',
  // A connection that stays alive after its stream would hold up the server's end.
  connection: 'close',
}

/** One app, for as many pages as look at it. */
class InspectedApp {
  readonly storyId: string
  readonly fake: PusherApp
  readonly #bridges = new Map<string, InspectorBridge>()

  constructor(fake: PusherApp) {
    this.storyId = fake.appId
    this.fake = fake
  }

  isClient(): boolean {
    return true
  }

  /** Does what a page asks and lets all of them see what has come of it. */
  receive(page: string, message: unknown): void {
    this.#bridges.get(page)?.receive(message)
    for (const bridge of this.#bridges.values()) bridge.refresh()
  }

  add(page: string, bridge: InspectorBridge): void {
    this.#bridges.set(page, bridge)
  }

  delete(page: string): void {
    this.#bridges.delete(page)
  }
}

/** What the app's bridge says, a line of JSON each. */
function messages(
  app: InspectedApp,
  page: string,
  closing: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = () => {}
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      const bridge = new InspectorBridge(app, (message) => {
        if ((controller.desiredSize ?? 0) > 0) {
          controller.enqueue(encoder.encode(`${JSON.stringify(message)}\n`))
          return
        }
        end()
        controller.error(new Error('The inspector reads too slowly'))
      })
      app.add(page, bridge)
      const close = () => {
        end()
        controller.close()
      }
      end = () => {
        closing.removeEventListener('abort', close)
        app.delete(page)
        bridge.stop()
      }
      closing.addEventListener('abort', close, { once: true })
    },
    cancel: () => end(),
  }
  const size = ({ byteLength }: Uint8Array) => byteLength
  return new ReadableStream(source, { highWaterMark: MAX_WAITING_BYTES, size })
}

async function readMessage({ body }: Request): Promise<unknown> {
  const parsed = parseJson(body === null ? '' : await readText(body, MAX_MESSAGE_BYTES))
  if (!parsed.ok) throw new ControlError(400, 'invalid_request', 'Expected a message as JSON.')
  return parsed.value
}

function html(apps: readonly PusherApp[]): Response {
  const script = readFileSync(new URL('./inspector-page.iife.js', import.meta.url), 'utf8')
  const ids = apps.map(({ appId }) => appId)
  return new Response(inspectorHtml(script, ids), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  })
}
