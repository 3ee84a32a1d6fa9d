import { HttpFallback } from '../../src/browser/http-fallback.ts'
import { MockSocketTransport } from '../../src/browser/mock-socket-transport.ts'
import type { Realm } from '../../src/browser/realm.ts'
import { routeSockets } from '../../src/browser/websocket-patch.ts'
import { routeFallback } from '../../src/browser/xhr-patch.ts'
import { ABNORMAL_CLOSURE } from '../../src/protocol/close-codes.ts'
import type { Link, LinkInput } from '../../src/server/connections/link.ts'
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
  const dialled = new Map<number, Dialled>()
  const early = new Map<number, EngineBatch>()
  let outbox: PageMessage[] = []
  let sockets = 0
  let expected = 0

  const post = (message: PageMessage) => {
    if (outbox.length === 0) queueMicrotask(flush)
    outbox.push(message)
  }
  const flush = () => {
    if (outbox.length === 0) return
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
      for (const message of next.messages) dialled.get(message.id)?.hear(message)
    }
  }
  const dial = (url: string): Dialled => {
    sockets += 1
    const id = sockets
    const socket = new Dialled(
      (data) => post({ type: 'frame', id, data }),
      (code, reason) => {
        if (dialled.delete(id)) post({ type: 'close', id, code, reason })
      },
    )
    dialled.set(id, socket)
    post({ type: 'open', id, url })
    // At once: the page has a millisecond's work before this task ends.
    flush()
    return socket
  }
  // The test process knows which keys are the fake's; here every Pusher socket goes over.
  routeSockets(realm, {
    owns: () => true,
    open(url, control) {
      // The test process is asked while the socket comes about in the page.
      const socket = dial(url.url)
      return new MockSocketTransport({ accept: (link) => socket.attach(link) }, url, control, () =>
        socket.end(ABNORMAL_CLOSURE, ''),
      )
    },
  })
  const fallback = new HttpFallback({ accept: (link, { url }) => dial(url).attach(link) })
  routeFallback(realm, {
    owns: () => true,
    request: (url, body, exchange) => fallback.request(url, body, exchange),
    abort: (url, unread) => fallback.abort(url, unread),
  })
  const pageEnd: PageEnd = { documentId, deliver }
  Object.defineProperty(realm, PAGE_END, { value: pageEnd })
}

/** A socket of the page, as the test process has been told of it. */
class Dialled {
  readonly #send: (data: string | null) => void
  readonly end: (code: number, reason: string) => void
  #link: Link | undefined
  readonly #early: EngineMessage[] = []

  constructor(send: (data: string | null) => void, end: (code: number, reason: string) => void) {
    this.#send = send
    this.end = end
  }

  /** From now on `link` hears the test process, and what it has said before. */
  attach(link: Link): LinkInput {
    this.#link = link
    for (const message of this.#early.splice(0)) apply(link, message)
    return {
      receive: (data) => this.#send(typeof data === 'string' ? data : null),
      closed: this.end,
    }
  }

  hear(message: EngineMessage): void {
    if (this.#link === undefined) this.#early.push(message)
    else apply(this.#link, message)
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

installBridge(globalThis as Realm & typeof globalThis)
