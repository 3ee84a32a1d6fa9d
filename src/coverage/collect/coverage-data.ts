import { isRecord } from '../../protocol/json.ts'

/** How often an event was sent, by whom. */
export interface SentCounts {
  /** Of the test: `trigger`, `sendToUser`, and virtual peers. */
  readonly test: number
  /** By the REST API. */
  readonly backend: number
  /** Of a client of the app, as a client event. */
  readonly client: number
}

/** What is known of one event of a channel, or of the channels of a pattern. */
export interface EventCoverage {
  /** `*` where a client listens to an event of every channel. */
  readonly channel: string
  readonly event: string
  /** Whether the option `events` has it. */
  readonly declared: boolean
  /** Whether a client of the app has listened to it. */
  readonly bound: boolean
  readonly sent: SentCounts
  /** How often a client of the app got it and had a listener for it. */
  readonly heard: number
}

/** What tests have shown of the app's events: of one test, or of many. */
export interface CoverageData {
  readonly version: 1
  readonly events: readonly EventCoverage[]
}

const NUMBERS = ['test', 'backend', 'client'] as const

/** Whether a value, as from a file, is coverage that this version can read. */
export function isCoverageData(value: unknown): value is CoverageData {
  if (!isRecord(value) || value['version'] !== 1 || !Array.isArray(value['events'])) return false
  return value['events'].every(isEvent)
}

function isEvent(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value['sent'])) return false
  const { channel, event, declared, bound, heard, sent } = value
  return (
    typeof channel === 'string' &&
    typeof event === 'string' &&
    typeof declared === 'boolean' &&
    typeof bound === 'boolean' &&
    [heard, ...NUMBERS.map((name) => (sent as Record<string, unknown>)[name])].every(
      (count) => Number.isInteger(count) && Number(count) >= 0,
    )
  )
}
