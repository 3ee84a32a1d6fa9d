import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { renderTimeline } from '../../timeline/render-timeline.ts'
import { printPlan } from '../plan/plan.ts'
import { PLAN_VARIABLE } from '../plan/swept-test.ts'
import { frameLines } from '../search/frame-lines.ts'
import type { SweepCommand } from './sweep-options.ts'
import type { TestOutcome, TestSweep } from './sweep-tests.ts'

/** What a plan did to a test, and how to see it again. */
export interface BrokenTest {
  readonly test: TestSweep
  readonly plan: string
  readonly failure: string
  /** The frames around the fault. */
  readonly lines: readonly string[]
  /** A command line. */
  readonly again: string
  /** The file of its timeline. */
  readonly timeline: string
}

/** Writes the timeline of what broke. */
export async function describeBroken(
  test: TestSweep,
  { plan, failure = '', frames, journal }: TestOutcome,
  { command, output }: SweepCommand,
): Promise<BrokenTest> {
  const text = printPlan(plan)
  await mkdir(output, { recursive: true })
  const timeline = join(output, `${fileName(`${test.name} ${text}`)}.html`)
  await writeFile(timeline, renderTimeline({ title: `${test.name}: ${text}`, frames, journal }))
  return {
    test,
    plan: text,
    failure: stripVTControlCharacters(failure),
    lines: frameLines(plan, test.frames, frames),
    again: `${PLAN_VARIABLE}=${quoted(text)} ${command.map(quoted).join(' ')}`,
    timeline,
  }
}

function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}@#().-]+/gu, '-').slice(0, 120)
}

function quoted(word: string): string {
  return /^[\w./:=,@-]+$/.test(word) && !word.includes('@')
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`
}
