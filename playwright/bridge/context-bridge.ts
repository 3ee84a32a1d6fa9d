import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Frame, Page } from '@playwright/test'
import { classifyRequest } from '../../src/protocol/pusher-request.ts'
import { quietly } from '../quietly.ts'
import type { Service } from '../switched-service.ts'
import { workerSocket } from '../workers/worker-watch.ts'
import { BINDING, type PageBatch } from './bridge-message.ts'
import { DocumentBridge } from './document-bridge.ts'
import { PageProtocol } from './page-protocol.ts'

const INJECTED = fileURLToPath(new URL('./injected.iife.js', import.meta.url))

let source: string | undefined

/** What runs in every document, read once for all contexts; with its name, which a stack shows. */
function injected(): string {
  source ??= `${readFileSync(INJECTED, 'utf8')}\n//# sourceURL=${INJECTED}`
  return source
}

/** The documents of one context. */
export class ContextBridge {
  readonly #service: Service
  readonly #documents = new Map<string, DocumentBridge>()
  readonly #protocols = new WeakMap<Page, PageProtocol>()
  readonly #isServed: (url: string) => boolean
  /** Pages whose document was there before this: nothing is injected in it. */
  readonly #early = new WeakSet<Page>()
  #offline: boolean | undefined

  private constructor(service: Service, isServed: (url: string) => boolean) {
    this.#service = service
    this.#isServed = isServed
  }

  /** @param isServed whether it is a real socket of the fake's, at which workers may connect */
  static async install(
    context: BrowserContext,
    service: Service,
    isServed: (url: string) => boolean,
  ): Promise<void> {
    const bridge = new ContextBridge(service, isServed)
    bridge.watch(context)
    context.on(
      'close',
      service.underWay.watch(() => bridge.turn()),
    )
    await quietly(context, async () => {
      const exposed = context.exposeBinding(BINDING, ({ frame }, batch: string) =>
        bridge.receive(frame, JSON.parse(batch)),
      )
      // In a page that is there already they run in the order in which they came to it.
      if (context.pages().length > 0) await exposed
      await Promise.all([exposed, context.addInitScript({ content: injected() })])
    })
  }

  receive(
    frame: Frame,
    { documentId, offline, messages }: PageBatch,
  ): ReturnType<DocumentBridge['receive']> {
    // A context does not say that it was made offline; its pages know.
    this.#offline ??= offline
    let document = this.#documents.get(documentId)
    if (document === undefined) {
      if (frame.isDetached() || frame.page().isClosed()) return null
      // A frame has one document: that it has a new one is the end of the one before.
      this.#endDocuments((other) => other.frame === frame)
      document = new DocumentBridge(
        documentId,
        frame,
        this.#protocolOf(frame.page()),
        this.#service,
        () => this.#offline === true,
      )
      this.#documents.set(documentId, document)
    }
    return document.receive(messages)
  }

  /** Lets every document have its turn. @returns whether nothing is on its way in any */
  async turn(): Promise<boolean> {
    const quiet = [...this.#documents.values()].map((document) => document.turn())
    return (await Promise.all(quiet)).every(Boolean)
  }

  watch(context: BrowserContext): void {
    for (const page of context.pages()) {
      this.#early.add(page)
      this.#watchPage(page)
    }
    context.on('page', (page) => this.#watchPage(page))
    context.on('close', () => this.#endDocuments(() => true))
    this.#watchOffline(context)
  }

  #watchPage(page: Page): void {
    const endPage = () => this.#endDocuments(({ frame }) => frame.page() === page)
    page.on('close', endPage)
    page.on('crash', endPage)
    page.on('framedetached', (frame) => this.#endDocuments((other) => other.frame === frame))
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#early.delete(page)
      if (frame.url() !== 'about:blank') void this.#protocolOf(page).start()
      void this.#endReplaced(frame)
    })
    page.on('websocket', (socket) => this.#reportRealSocket(page, socket.url()))
  }

  /** No injected script reaches a worker, so that its sockets are real; those of pages are where it came too late. */
  #reportRealSocket(page: Page, url: string): void {
    if (this.#isServed(url) || classifyRequest(url) === undefined) return
    const message = this.#early.has(page)
      ? `The page ${page.url()} was there before the fake, and has dialled ${url}. Attach the fake before the page is opened, or call page.reload() then.`
      : workerSocket(url)
    this.#service.report({ code: 'unhandled_request', message })
  }

  /** A navigation may stay in its document; only the page can say. */
  async #endReplaced(frame: Frame): Promise<void> {
    const before = [...this.#documents.values()].filter(
      (document) => document.frame === frame && document.active,
    )
    if (before.length === 0) return
    for (const document of before) {
      if (!(await document.isCurrent())) this.#endDocuments((other) => other === document)
    }
  }

  #protocolOf(page: Page): PageProtocol {
    const known = this.#protocols.get(page)
    if (known !== undefined) return known
    const protocol = new PageProtocol(page)
    this.#protocols.set(page, protocol)
    return protocol
  }

  #endDocuments(concerns: (document: DocumentBridge) => boolean): void {
    for (const document of [...this.#documents.values()]) {
      if (!concerns(document)) continue
      this.#documents.delete(document.documentId)
      document.end()
    }
  }

  /** Playwright's offline mode does not know of our sockets. */
  #watchOffline(context: BrowserContext): void {
    const setOffline = context.setOffline.bind(context)
    context.setOffline = async (offline) => {
      this.#offline = offline
      if (offline) for (const document of this.#documents.values()) document.cut()
      await setOffline(offline)
    }
  }
}
