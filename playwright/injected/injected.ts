import { HttpFallback } from '../../src/browser/http-fallback.ts'
import { MockSocketTransport, type SocketHost } from '../../src/browser/mock-socket-transport.ts'
import type { Realm } from '../../src/browser/realm.ts'
import { routeSockets } from '../../src/browser/websocket-patch.ts'
import { routeFallback } from '../../src/browser/xhr-patch.ts'
import type { Link } from '../../src/server/link.ts'
import { readBatchText } from '../batch-text.ts'
import {
  BINDING,
  type EngineBatch,
  type EngineMessage,
  PAGE_END,
  type PageBatch,
  type PageEnd,
  type PageMessage,
} from '../bridge-message.ts'

/** Takes a {@link PageBatch} as JSON, and answers with an {@link EngineBatch} as text. */
type CallTestProcess = (batch: string) => Promise<string | null>

/** Runs in every document of a context, before any script of the page. */
function installBridge(realm: Realm & typeof globalThis): void {
  if (PAGE_END in realm || !(BINDING in realm)) return
  const call = realm[BINDING] as CallTestProcess
  const documentId = crypto.getRandomValues(new Uint32Array(4)).join('-')
  const links = new Map<number, Link>()
  const early = new Map<number, EngineBatch>()
  let outbox: PageMessage[] = []
  let sockets = 0
  let expected = 0

  const post = (message: PageMessage) => {
    if (outbox.length === 0) queueMicrotask(flush)
    outbox.push(message)
  }
  const flush = () => {
    const batch: PageBatch = { documentId, messages: outbox }
    outbox = []
    // A rejection means that the context is closing, and this page with it.
    call(JSON.stringify(batch)).then(
      (answer) => answer && deliver(answer),
      () => {},
    )
  }
  const deliver = (text: string) => {
    const batch = readBatchText(text)
    early.set(batch.sequence, batch)
    for (let next = early.get(expected); next !== undefined; next = early.get(expected)) {
      early.delete(expected)
      expected += 1
      for (const message of next.messages) apply(links.get(message.id), message)
    }
  }
  const host: SocketHost = {
    accept(link, { url }) {
      sockets += 1
      const id = sockets
      links.set(id, link)
      post({ type: 'open', id, url })
      return {
        receive: (data) =>
          post({ type: 'frame', id, data: typeof data === 'string' ? data : null }),
        closed(code, reason) {
          links.delete(id)
          post({ type: 'close', id, code, reason })
        },
      }
    },
  }
  // The test process knows which keys are the fake's; here every Pusher socket goes over.
  routeSockets(realm, {
    owns: () => true,
    open: (url, control) => new MockSocketTransport(host, url, control),
  })
  const fallback = new HttpFallback(host)
  routeFallback(realm, {
    owns: () => true,
    request: (url, body, exchange) => fallback.request(url, body, exchange),
    abort: (url, unread) => fallback.abort(url, unread),
  })
  const pageEnd: PageEnd = { documentId, deliver }
  Object.defineProperty(realm, PAGE_END, { value: pageEnd })
}

function apply(link: Link | undefined, message: EngineMessage): void {
  switch (message.type) {
    case 'open':
      return link?.open()
    case 'frame':
      return link?.send(message.data)
    case 'close':
      return link?.close(message.code, message.reason)
    case 'drop':
      return link?.drop()
  }
}

installBridge(globalThis as Realm & typeof globalThis)
