/** What colours a row and what the filter chooses by, in the order of the filter's buttons. */
export const ROW_KINDS = [
  'connection',
  'subscription',
  'server event',
  'client event',
  'error',
  'rest',
  'webhook',
  'fault',
  'step',
  'ping',
] as const

export type RowKind = (typeof ROW_KINDS)[number]

/** Where a row's arrow starts or ends: the app's backend, the service, or the lane of a connection. */
export type Stop = 'backend' | 'service' | number

/** One line of the timeline. */
export interface Row {
  readonly key: string
  readonly kind: RowKind
  /** Milliseconds since the first row. */
  readonly at: number
  readonly label: string
  readonly channel?: string
  /** An arrow; a row without one concerns a lane, or everything. */
  readonly arrow?: { readonly from: Stop; readonly to: Stop }
  /** The lane of the connection that the row is about. */
  readonly lane?: number
  /** Why the service refused it. */
  readonly problem?: string
  /** What it was on the wire, or the value to show. */
  readonly content: RowContent
}

export type RowContent = { readonly wire: string } | { readonly value: unknown }

/** Text to search by, lower case. */
export function searchText({ label, channel = '', problem = '', content, kind }: Row): string {
  const text = 'wire' in content ? content.wire : (JSON.stringify(content.value) ?? '')
  return `${kind} ${label} ${channel} ${problem} ${text}`.toLowerCase()
}

/** As the service sees it. */
export function directionOf({ arrow }: Row): 'in' | 'out' | undefined {
  if (arrow === undefined) return undefined
  return arrow.to === 'service' ? 'in' : 'out'
}
