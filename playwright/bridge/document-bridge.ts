import type { Frame } from '@playwright/test'
import { ABNORMAL_CLOSURE } from '../../src/protocol/close-codes.ts'
import { parseConnectionUrl } from '../../src/protocol/connection-url.ts'
import type { Link, LinkInput } from '../../src/server/connections/link.ts'
import type { Service } from '../switched-service.ts'
import { toBatchText } from './batch-text.ts'
import type { EngineMessage, PageMessage } from './bridge-message.ts'
import { DocumentCalls } from './document-calls.ts'
import type { PageProtocol } from './page-protocol.ts'

const GOING_AWAY = 1001

/** Playwright's answers to a page would count as a gesture of its user, and compete with the deliveries. */
const NO_ANSWER = new Promise<never>(() => {})

/** The sockets of one document, from its load to its end. */
export class DocumentBridge {
  readonly documentId: string
  readonly frame: Frame
  readonly #calls: DocumentCalls
  readonly #service: Service
  readonly #isOffline: () => boolean
  readonly #sockets = new Map<number, { input: LinkInput; link: Link }>()
  #outbox: EngineMessage[] = []
  #sequence = 0
  #received = 0
  #flushing = false
  #ended = false

  constructor(
    documentId: string,
    frame: Frame,
    protocol: PageProtocol,
    service: Service,
    isOffline: () => boolean,
  ) {
    this.documentId = documentId
    this.frame = frame
    this.#calls = new DocumentCalls(documentId, frame, protocol)
    this.#service = service
    this.#isOffline = isOffline
  }

  /** Whether any socket of the document is open. */
  get active(): boolean {
    return this.#sockets.size > 0
  }

  /** Takes what the page says, and answers with what the engine has for it where no call is quicker. */
  receive(messages: readonly PageMessage[]): string | null | Promise<never> {
    this.#received += 1
    for (const message of messages) this.#handle(message)
    return this.#calls.slow ? (this.#nextBatch() ?? null) : NO_ANSWER
  }

  /** Whether its frame has not gone on to another document. */
  isCurrent(): Promise<boolean> {
    return this.#calls.isCurrent()
  }

  /** Lets run what waits in the page. @returns whether nothing is on its way between here and there */
  async turn(): Promise<boolean> {
    if (!this.active) return true
    const page = await this.#calls.turn()
    // The document went away; its end comes by an event of the page.
    if (page === undefined) return true
    const isEven = page.sent === this.#received && page.heard === this.#sequence
    return page.quiet && isEven && this.#outbox.length === 0
  }

  /** Cuts every socket, as a network that is lost. */
  cut(): void {
    for (const [id, { input, link }] of [...this.#sockets]) {
      this.#sockets.delete(id)
      link.drop()
      input.closed(ABNORMAL_CLOSURE, '')
    }
  }

  /** The document is gone. */
  end(): void {
    this.#ended = true
    for (const { input } of this.#sockets.values()) input.closed(GOING_AWAY, '')
    this.#sockets.clear()
    this.#outbox = []
  }

  #handle(message: PageMessage): void {
    switch (message.type) {
      case 'open':
        return this.#open(message.id, message.url)
      case 'frame':
        return this.#sockets.get(message.id)?.input.receive(message.data)
      case 'close':
        this.#sockets.get(message.id)?.input.closed(message.code, message.reason)
        this.#sockets.delete(message.id)
    }
  }

  #open(id: number, url: string): void {
    const link: Link = {
      open: () => this.#post({ type: 'open', id }),
      send: (data) => this.#post({ type: 'frame', id, data }),
      close: (code, reason) => this.#post({ type: 'close', id, code, reason }),
      drop: () => this.#post({ type: 'drop', id }),
    }
    const parsed = parseConnectionUrl(url)
    if (parsed === undefined || this.#isOffline()) return link.drop()
    this.#sockets.set(id, { input: this.#service.accept(link, parsed), link })
  }

  #post(message: EngineMessage): void {
    if (this.#ended) return
    this.#outbox.push(message)
    if (!this.#flushing) void this.#flush()
  }

  #nextBatch(): string | undefined {
    if (this.#outbox.length === 0) return undefined
    const messages = this.#outbox
    this.#outbox = []
    const sequence = this.#sequence
    this.#sequence += 1
    return toBatchText({ sequence, messages })
  }

  /** One call at a time: what comes while it is under way makes the next batch. */
  async #flush(): Promise<void> {
    this.#flushing = true
    await Promise.resolve()
    for (let batch = this.#nextBatch(); batch !== undefined; batch = this.#nextBatch()) {
      try {
        await this.#calls.deliver(batch)
      } catch {
        // The document went away under the call; its end comes by an event of the page.
        break
      }
    }
    this.#flushing = false
    if (this.#outbox.length > 0 && !this.#ended) void this.#flush()
  }
}
