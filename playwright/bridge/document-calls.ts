import type { CDPSession, Frame } from '@playwright/test'
import { QuietCalls, quietly } from '../quietly.ts'
import { PAGE_END, type PageEnd, type PageTurn } from './bridge-message.ts'
import type { PageProtocol } from './page-protocol.ts'

/**
 * Calls into one document. In Chromium by the protocol itself: it is quicker than `evaluate` and, unlike it,
 * no gesture of a user, which would let the page play sound or open windows.
 */
export class DocumentCalls {
  readonly #documentId: string
  readonly #frame: Frame
  readonly #protocol: PageProtocol
  readonly #deliveries = new QuietCalls()
  /** The page's end of the bridge, as the protocol names objects. */
  #pageEnd: string | undefined
  #outOfReach = false

  constructor(documentId: string, frame: Frame, protocol: PageProtocol) {
    this.#documentId = documentId
    this.#frame = frame
    this.#protocol = protocol
  }

  /** Whether calls are known to go by `evaluate`, so that the answer to a call of the page is quicker. */
  get slow(): boolean {
    return this.#outOfReach || this.#protocol.missing
  }

  /** Hands a batch to the document, if it is there still. A batch that comes twice is known by its number. */
  async deliver(batch: string): Promise<void> {
    const session = this.#outOfReach ? undefined : await this.#protocol.start()
    if (session !== undefined && (await this.#deliverBy(session, batch))) return
    const call = [PAGE_END, this.#documentId, batch] as const
    await quietly(this.#frame, () => this.#frame.evaluate(deliver, call))
  }

  /** Whether the frame still has this document; a navigation may stay in its document. */
  async isCurrent(): Promise<boolean> {
    const pageEnd = this.#pageEnd
    const session = pageEnd === undefined ? undefined : await this.#protocol.start()
    if (session && pageEnd && (await this.#call(session, pageEnd, 'function() {}'))) return true
    const current = await quietly(this.#frame, () =>
      this.#frame.evaluate(readDocumentId, PAGE_END),
    ).catch(() => undefined)
    return current === this.#documentId
  }

  /** Lets run what waits in the document. @returns undefined when it is gone */
  async turn(): Promise<PageTurn | undefined> {
    const objectId = this.#pageEnd
    const session =
      objectId === undefined || this.#outOfReach ? undefined : await this.#protocol.start()
    const call = {
      ...(objectId !== undefined && { objectId }),
      functionDeclaration: 'function() { return this.turn() }',
      awaitPromise: true,
      returnByValue: true,
    }
    const answer =
      session &&
      (await quietly(session, () => session.send('Runtime.callFunctionOn', call)).catch(
        () => undefined,
      ))
    if (answer !== undefined) return answer.result.value
    const document = [PAGE_END, this.#documentId] as const
    return quietly(this.#frame, () => this.#frame.evaluate(takeTurn, document)).catch(
      () => undefined,
    )
  }

  async #deliverBy(session: CDPSession, batch: string): Promise<boolean> {
    if (this.#pageEnd !== undefined) {
      return this.#call(session, this.#pageEnd, 'function(batch) { this.deliver(batch) }', batch)
    }
    const values = [PAGE_END, this.#documentId, batch].map((value) => JSON.stringify(value))
    const expression = `(${deliverWithin})(globalThis, ${values.join()})`
    const found = await quietly(session, () =>
      session.send('Runtime.evaluate', { expression }),
    ).catch(() => undefined)
    this.#pageEnd = found?.result.objectId
    this.#outOfReach = this.#pageEnd === undefined
    return !this.#outOfReach
  }

  async #call(
    session: CDPSession,
    objectId: string,
    functionDeclaration: string,
    ...values: readonly string[]
  ): Promise<boolean> {
    const call = { objectId, functionDeclaration, arguments: values.map((value) => ({ value })) }
    try {
      await this.#deliveries.make(session, () => session.send('Runtime.callFunctionOn', call))
      return true
    } catch {
      this.#outOfReach = true
      return false
    }
  }
}

type Realm = Readonly<Record<string, PageEnd | undefined>>

function deliver([key, documentId, batch]: readonly [string, string, string]): void {
  const pageEnd = (globalThis as unknown as Realm)[key]
  if (pageEnd?.documentId === documentId) pageEnd.deliver(batch)
}

function takeTurn([key, documentId]: readonly [string, string]): Promise<PageTurn> | undefined {
  const pageEnd = (globalThis as unknown as Realm)[key]
  return pageEnd?.documentId === documentId ? pageEnd.turn() : undefined
}

function readDocumentId(key: string): string | undefined {
  return (globalThis as unknown as Realm)[key]?.documentId
}

/** The protocol begins at the page's main frame, from which the frames of its origin can be reached. */
function deliverWithin(
  realm: Window,
  key: string,
  documentId: string,
  batch: string,
): PageEnd | undefined {
  const find = (within: Window): PageEnd | undefined => {
    try {
      const own = (within as unknown as Realm)[key]
      if (own?.documentId === documentId) return own
    } catch {
      // A frame of another origin; those in it may be of the page's.
    }
    for (let index = 0; index < within.length; index += 1) {
      const frame = within[index]
      const found = frame && find(frame)
      if (found) return found
    }
    return undefined
  }
  const pageEnd = find(realm)
  pageEnd?.deliver(batch)
  return pageEnd
}
