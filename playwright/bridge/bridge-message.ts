import type { RealmWitness } from '../../src/clients/realm-witness.ts'
import type { RealmReport } from '../../src/server/diagnosis/witness.ts'

/** Name of the binding through which a page's script calls the test process. */
export const BINDING = '__pusherFakeBridge'

/** Key of the page's end of the bridge on its global object; a string, since symbols do not cross over. */
export const PAGE_END = '__pusherFakePage'

/** From a socket of the page to the engine. `id` is unique in its document. */
export type PageMessage =
  | { readonly type: 'open'; readonly id: number; readonly url: string }
  | { readonly type: 'frame'; readonly id: number; readonly data: string | null }
  | { readonly type: 'close'; readonly id: number; readonly code: number; readonly reason: string }

/** Everything that a document's sockets said in one task. */
export interface PageBatch {
  /** Unique to one load of one document, so that a reload is told from the page before it. */
  readonly documentId: string
  /** Whether the document was loaded in a context that has no network. */
  readonly offline: boolean
  readonly messages: readonly PageMessage[]
}

/** From the engine to a socket of the page. */
export type EngineMessage =
  | { readonly type: 'open'; readonly id: number }
  | { readonly type: 'frame'; readonly id: number; readonly data: string }
  | { readonly type: 'close'; readonly id: number; readonly code: number; readonly reason: string }
  | { readonly type: 'drop'; readonly id: number }

/**
 * A burst of the engine. Batches travel by two ways, the answer to a call of the page and a call of the
 * test process, which may overtake each other; `sequence` counts from 0 and says their order.
 */
export interface EngineBatch {
  readonly sequence: number
  readonly messages: readonly EngineMessage[]
}

/** Where a document is, when whatever waited in it has run. */
export interface PageTurn {
  /** Whether nothing more waits. */
  readonly quiet: boolean
  /** How many {@link PageBatch}es have left. */
  readonly sent: number
  /** How many {@link EngineBatch}es have been heard. */
  readonly heard: number
}

/** The page's end of the bridge. */
export interface PageEnd {
  readonly documentId: string
  /** Takes an {@link EngineBatch} as text. */
  deliver(batch: string): void
  /** Lets run what waits in the document, by its real timers. */
  turn(): Promise<PageTurn>
  readonly witness: RealmWitness
  /** What is known of the document's clients, as plain data; there when it was asked for once. */
  reports?(): readonly RealmReport[]
}
