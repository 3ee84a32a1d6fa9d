import type { Rule } from '../check-options.ts'

/** What becomes of an event that breaks its contract. */
export type ContractPolicy = 'fail' | 'warn' | 'off'

export const CONTRACT_POLICY: Rule = [
  "'fail', 'warn' or 'off'",
  (value) => value === 'fail' || value === 'warn' || value === 'off',
]

/** Who sends an event: the test itself, be it as a virtual peer; a backend by REST; a client of the app. */
export type Sender = 'test' | 'backend' | 'client'

/** An event that somebody sends. */
export interface SentEvent {
  readonly sender: Sender
  /** The connection that sends it, where one does. */
  readonly socketId?: string
  readonly channel: string
  readonly event: string
  /** The data as a client will have them; asked for only where a schema is declared. */
  readonly data: () => Decoded
}

/** Data that cannot be read have no contract to keep. */
export type Decoded = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/** Why an event is not what the app has declared. */
export interface Breach {
  readonly code: 'contract' | 'invalid_schema'
  readonly message: string
}

/** What the app has declared about its events. */
export interface EventContracts {
  readonly policy: Exclude<ContractPolicy, 'off'>
  /** What is wrong with the event, if anything is. Never throws. */
  breachOf(sent: SentEvent): Breach | undefined
}
