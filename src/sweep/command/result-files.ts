import { printPlan } from '../plan/plan.ts'
import type { BrokenTest } from './broken-test.ts'
import type { SweepCommand } from './sweep-options.ts'
import type { TestSweep } from './sweep-tests.ts'

/** The result for programs. */
export function jsonResult(
  { command, seed }: SweepCommand,
  tests: readonly TestSweep[],
  broken: readonly BrokenTest[],
): string {
  const result = {
    command,
    seed,
    tests: tests.map((test) => ({
      name: test.name,
      file: test.file,
      frames: test.frames,
      plans: test.outcomes.map(({ plan, verdict, failure }) => ({
        plan: printPlan(plan),
        verdict,
        failure,
      })),
      broken: broken
        .filter((each) => each.test === test)
        .map(({ plan, failure, lines, again, timeline }) => ({
          plan,
          failure,
          lines,
          again,
          timeline,
        })),
    })),
  }
  return `${JSON.stringify(result, null, 2)}\n`
}

/** The result as JUnit's XML: a suite for each test, a case for each plan. */
export function junitResult(tests: readonly TestSweep[]): string {
  const suites = tests.map(({ name, file = '', outcomes }) => {
    const failures = outcomes.filter(({ verdict }) => verdict === 'broken').length
    const skipped = outcomes.filter(({ verdict }) => verdict === 'missed').length
    const cases = outcomes.map(({ plan, verdict, failure = '' }) => {
      const attributes = `classname="${xml(name)}" name="${xml(printPlan(plan))}"`
      if (verdict === 'held') return `    <testcase ${attributes}/>`
      const what =
        verdict === 'missed'
          ? '<skipped message="nothing of it came about"/>'
          : `<failure message="${xml(failure.split('\n')[0] ?? '')}">${xml(failure)}</failure>`
      return `    <testcase ${attributes}>${what}</testcase>`
    })
    return [
      `  <testsuite name="${xml(name)}" file="${xml(file)}" tests="${outcomes.length}" failures="${failures}" skipped="${skipped}">`,
      ...cases,
      '  </testsuite>',
    ].join('\n')
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pusher-js-fake sweep">\n${suites.join('\n')}\n</testsuites>\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** XML 1.0 has no control characters but for tab and the ends of lines. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '')
}
