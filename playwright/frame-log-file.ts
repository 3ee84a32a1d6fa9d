import type { FrameRecord, JournalEntry, Problem } from '../src/index.ts'
import type { TimelineStep } from '../src/timeline/timeline.ts'

/**
 * What `pusher-frames.json` of a failed test has: all that a report, another tool or an agent needs. Frames have
 * their place among all in `id`, the others in `sequence`. schemas/pusher-frames.schema.json describes it.
 */
export interface FrameLogFile {
  readonly version: 1
  /** Of the test, with the titles around it. */
  readonly title: string
  /** Oldest first. */
  readonly frames: readonly FrameRecord[]
  /** What happened around them, oldest first. */
  readonly journal: readonly JournalEntry[]
  /** What the test did with the fake. */
  readonly steps: readonly TimelineStep[]
  readonly problems: readonly Problem[]
}
