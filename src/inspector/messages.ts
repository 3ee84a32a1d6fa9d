import { isRecord } from '../protocol/json.ts'
import type { Fault } from '../server/faults/fault.ts'
import type { JournalEntry } from '../server/log/journal-entry.ts'

/** A frame as the panel gets it; data stay text, which no serializer cuts short. */
export interface PanelFrame {
  readonly id: number
  readonly time: number
  readonly direction: 'in' | 'out'
  readonly socketId: string
  readonly event: string
  readonly channel?: string
  readonly raw: string
  readonly problem?: string
}

/** A REST call, a webhook, a fault, the end of a connection. */
export type PanelJournalEntry = JournalEntry

export interface PanelConnection {
  readonly socketId: string
  readonly userId?: string
}

export interface PanelChannel {
  readonly name: string
  readonly subscriptionCount: number
  /** Ids, and names where `user_info` has one; on presence channels. */
  readonly members?: readonly { readonly id: string; readonly name?: string }[]
}

/** A button that causes a fault, and ends it where it lasts. */
export interface FaultButton {
  readonly name: Fault['name']
  readonly label: string
  /** What the fault does. */
  readonly title: string
  readonly lasts: boolean
}

/** The service of a story at one moment. */
export interface PanelState {
  readonly key: string
  readonly connections: readonly PanelConnection[]
  readonly channels: readonly PanelChannel[]
  /** The faults that are active, whoever caused them. */
  readonly faults: readonly Fault[]
  readonly buttons: readonly FaultButton[]
}

/** What the preview tells the panel, each of one story. */
export type PreviewMessage =
  | {
      readonly type: 'entered'
      readonly storyId: string
      readonly state: PanelState
      readonly frames: readonly PanelFrame[]
      readonly journal: readonly PanelJournalEntry[]
    }
  | {
      readonly type: 'changed'
      readonly storyId: string
      readonly state: PanelState
      readonly frames: readonly PanelFrame[]
      readonly journal: readonly PanelJournalEntry[]
    }
  | { readonly type: 'left'; readonly storyId: string }
  | { readonly type: 'triggered'; readonly storyId: string; readonly problem?: string }

/** What the panel asks of the preview. */
export type PanelMessage =
  | { readonly type: 'hello' }
  | {
      readonly type: 'trigger'
      readonly storyId: string
      readonly channel: string
      readonly event: string
      /** JSON. */
      readonly data: string
    }
  | {
      readonly type: 'setFault'
      readonly storyId: string
      /** Of a button, or of a fault that is active. */
      readonly name: string
      readonly on: boolean
    }

/** Reads what came over the channel; undefined when it is of another version, or none of ours. */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  if (!isRecord(value)) return undefined
  const { type, storyId, channel, event, data, name, on } = value
  if (type === 'hello') return { type }
  if (typeof storyId !== 'string') return undefined
  switch (type) {
    case 'trigger':
      return typeof channel === 'string' && typeof event === 'string' && typeof data === 'string'
        ? { type, storyId, channel, event, data }
        : undefined
    case 'setFault':
      return typeof name === 'string' && typeof on === 'boolean'
        ? { type, storyId, name, on }
        : undefined
    default:
      return undefined
  }
}

/** Reads what came over the channel; undefined when it is of another version, or none of ours. */
export function parsePreviewMessage(value: unknown): PreviewMessage | undefined {
  if (!isRecord(value) || typeof value['storyId'] !== 'string') return undefined
  const { type, state, frames, journal } = value
  const whole = isRecord(state) && Array.isArray(frames) && Array.isArray(journal)
  const known = type === 'left' || type === 'triggered'
  if (!known && !((type === 'entered' || type === 'changed') && whole)) return undefined
  // Both ends are built together; what is inside is as its type says.
  return value as PreviewMessage
}
