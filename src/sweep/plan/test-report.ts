import type { FrameRecord } from '../../server/log/frame-log.ts'
import type { JournalEntry } from '../../server/log/journal-entry.ts'

/** The variable of the environment that has the folder in which tests of a sweep report. */
export const REPORT_VARIABLE = 'PUSHER_FAKE_SWEEP'

/** What a test of a sweep tells the command, as a file of its own. */
export interface TestReport {
  /** Its full name. */
  readonly name: string
  readonly file?: string
  /** Milliseconds since the epoch, at its end: of several tries the last counts. */
  readonly time: number
  readonly plan?: string
  /** Why it failed; undefined when it passed. */
  readonly failure?: string
  /** The faults of the plan that have not come about. */
  readonly missed: readonly string[]
  readonly frames: readonly FrameRecord[]
  readonly journal: readonly JournalEntry[]
}

let written = 0

/** Writes it where there is a file system. */
export function writeReport(folder: string, report: TestReport): void {
  const files = globalThis.process?.getBuiltinModule?.('node:fs')
  if (files === undefined) return
  written += 1
  // Jest gives each file a module of its own in one process.
  const unique = `${process.pid}-${process.hrtime.bigint()}-${written}`
  files.writeFileSync(`${folder}/${unique}.json`, JSON.stringify(report))
}
