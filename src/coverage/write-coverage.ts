import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CoverageData } from './collect/coverage-data.ts'
import type { CoverageOptions } from './coverage-options.ts'
import { coveragePage } from './coverage-page.ts'
import { belowThreshold, summarize } from './coverage-summary.ts'
import { coverageTable } from './coverage-table.ts'
import { mergeCoverage } from './merge-coverage.ts'

const DEFAULT_DIR = 'pusher-coverage'

/**
 * Writes the report of what tests have shown.
 *
 * @param write gets the table
 * @returns why the run fails, if it does
 */
export function writeCoverage(
  parts: readonly CoverageData[],
  { outputDir = DEFAULT_DIR, threshold, channels }: CoverageOptions,
  write: (text: string) => void,
): string | undefined {
  const data = mergeCoverage(parts, channels)
  const summary = summarize(data)
  const failure = belowThreshold(summary, threshold)
  write(`\n${coverageTable(data)}\n${failure === undefined ? '' : `${failure}\n`}`)
  if (outputDir === false) return failure
  mkdirSync(outputDir, { recursive: true })
  writeFileSync(join(outputDir, 'index.html'), coveragePage(data))
  writeFileSync(
    join(outputDir, 'coverage.json'),
    `${JSON.stringify({ ...data, summary }, null, 2)}\n`,
  )
  return failure
}
