import { mkdirSync, writeFileSync } from 'node:fs'
import type { TestInfo } from '@playwright/test'
import type { FrameRecord, JournalEntry, Problem, PusherFake } from '../src/index.ts'
import { renderTimeline } from '../src/timeline/render-timeline.ts'
import type { TimelineStep } from '../src/timeline/timeline.ts'
import type { StepRecorder } from './steps/step-recorder.ts'

/**
 * What `pusher-frames.json` of a failed test has: all that a report, another tool or an agent needs. Frames have
 * their place among all in `id`, the others in `sequence`. schemas/pusher-frames.schema.json describes it.
 */
interface FrameLogFile {
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

/** Attaches to a failed test what its fake has seen. */
export function attachReport(
  fake: PusherFake,
  { steps }: StepRecorder,
  testInfo: TestInfo,
  described: string,
): void {
  const [frames, journal] = [fake.frames(), fake.journal()]
  const title = testInfo.titlePath.join(' › ')
  const log: FrameLogFile = { version: 1, title, frames, journal, steps, problems: fake.problems() }
  const files = [
    ['pusher-fake.txt', 'text/plain', described],
    ['pusher-frames.json', 'application/json', JSON.stringify(log, null, 2)],
    ['pusher-timeline.html', 'text/html', renderTimeline({ title, frames, journal, steps })],
  ] as const
  // At once: after an error that nobody handles Playwright waits for nothing more.
  mkdirSync(testInfo.outputDir, { recursive: true })
  for (const [name, contentType, text] of files) {
    // By path, of which a reporter prints the path, and no step of ours is among the test's.
    const own = testInfo.outputPath(name)
    const isTaken = testInfo.attachments.some(({ path }) => path === own)
    const path = isTaken ? testInfo.outputPath(`${fake.appId}-${name}`) : own
    writeFileSync(path, text)
    testInfo.attachments.push({ name, contentType, path })
  }
}
