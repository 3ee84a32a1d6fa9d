import { PageHost } from '../../src/browser/page-host.ts'
import type { Call } from '../../src/browser/page-service.ts'
import { macrotaskTurn } from '../../src/browser/realm/macrotask.ts'
import type { Realm } from '../../src/browser/realm/realm.ts'
import { RealmWitness } from '../../src/clients/realm-witness.ts'
import { realSetTimeout } from '../../src/platform/real-timers.ts'
import type { ConnectionUrl } from '../../src/protocol/connection-url.ts'
import { readBatchText } from '../bridge/batch-text.ts'
import {
  BINDING,
  type EngineBatch,
  PAGE_END,
  type PageBatch,
  type PageEnd,
  type PageMessage,
  type PageTurn,
} from '../bridge/bridge-message.ts'
import { Dialler } from './dialler.ts'
import { relayWorkers } from './relay-workers.ts'

/** Takes a {@link PageBatch} as JSON, and may answer with an {@link EngineBatch} as text. */
type CallTestProcess = (batch: string) => Promise<string | null>

/** Runs in every document of a context, before any script of the page. */
function installBridge(realm: Realm & typeof globalThis): void {
  if (PAGE_END in realm || !(BINDING in realm)) return
  const call = realm[BINDING] as CallTestProcess
  let documentId = randomId()
  // Before the page can put something in its place.
  const offline = !realm.navigator.onLine
  const early = new Map<number, EngineBatch>()
  let outbox: PageMessage[] = []
  let expected = 0
  let sent = 0

  const post = (message: PageMessage) => {
    if (outbox.length === 0) queueMicrotask(flush)
    outbox.push(message)
  }
  const dialler = new Dialler(post)
  const flush = () => {
    if (outbox.length === 0) return
    const batch: PageBatch = { documentId, offline, messages: outbox }
    outbox = []
    sent += 1
    // A rejection means that the context is closing, and this page with it.
    call(JSON.stringify(batch)).then(
      (answer) => answer && deliver(answer),
      () => {},
    )
  }
  const deliver = (text: string) => {
    const batch = readBatchText(text)
    if (batch.sequence < expected) return
    early.set(batch.sequence, batch)
    for (let next = early.get(expected); next !== undefined; next = early.get(expected)) {
      early.delete(expected)
      expected += 1
      for (const message of next.messages) dialler.hear(message)
    }
  }
  const dial = (url: Pick<ConnectionUrl, 'url'>): Call => {
    const call = dialler.dial(url)
    // At once: the page has a millisecond's work before this task ends.
    flush()
    return call
  }
  // The test process knows which keys are the fake's; here every Pusher socket goes over.
  const witness = new RealmWitness(realm)
  const host = new PageHost(realm, { owns: () => true, dial }, witness)
  host.serve()
  relayWorkers(realm, dial)
  const turn = async (): Promise<PageTurn> => {
    await new Promise<void>((resolve) => realSetTimeout(resolve, 0))
    const quiet = (await macrotaskTurn()) && outbox.length === 0
    return { quiet, sent, heard: expected }
  }
  const pageEnd: PageEnd = {
    get documentId() {
      return documentId
    },
    deliver,
    turn,
    witness,
  }
  Object.defineProperty(realm, PAGE_END, { value: pageEnd })
  // A page that has the time makes its class of sockets before its first client asks for it.
  if (realm.location.protocol !== 'about:')
    realm.requestIdleCallback?.(() => host.makeSocketClass())
  // Out of the back/forward cache: its connections have ended when it went there, for the test process too.
  realm.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    documentId = randomId()
    expected = 0
    sent = 0
    early.clear()
    dialler.lose()
  })
}

function randomId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}

installBridge(globalThis as Realm & typeof globalThis)
