import type { CoverageData, EventCoverage } from './collect/coverage-data.ts'

/** What coverage comes to. */
export interface CoverageSummary {
  /** The events that are declared, or that the app listens to. */
  readonly total: number
  /** Those of them that the app has heard. */
  readonly heard: number
  /** Of 100, rounded down; 100 where there are no events. */
  readonly percent: number
}

export function summarize({ events }: CoverageData): CoverageSummary {
  const counted = events.filter(isCounted)
  const heard = counted.filter((event) => event.heard > 0).length
  const percent = counted.length === 0 ? 100 : Math.floor((100 * heard) / counted.length)
  return { total: counted.length, heard, percent }
}

/** Of what is only sent nobody has said that the app should hear it. */
function isCounted({ declared, bound }: EventCoverage): boolean {
  return declared || bound
}

/** What is missing of an event that nobody has heard; undefined for one that was. */
export function lackOf({ heard, bound, declared, sent }: EventCoverage): string | undefined {
  if (heard > 0) return undefined
  const isSent = sent.test + sent.backend + sent.client > 0
  if (!isSent) return bound ? 'no test sends it' : 'no test sends it, nothing listens'
  if (!bound) return declared ? 'nothing listens' : 'not declared, nothing listens'
  return 'sent, but not to who listens'
}

/** Why a run fails, if it does. */
export function belowThreshold(
  { percent, heard, total }: CoverageSummary,
  threshold: number | undefined,
): string | undefined {
  if (threshold === undefined || percent >= threshold) return undefined
  return `Coverage of events is ${percent} %, ${heard} of ${total}, and the threshold is ${threshold} %.`
}
