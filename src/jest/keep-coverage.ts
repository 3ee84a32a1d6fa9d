import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { COVERAGE_VARIABLE } from '../coverage/collect/coverage-channel.ts'
import type { CoverageData } from '../coverage/collect/coverage-data.ts'

/** Keeps what a test has shown for the reporter, where one asks for it; a worker has a file of its own. */
export function coverageKeeper(): ((data: CoverageData) => void) | undefined {
  const folder = process.env[COVERAGE_VARIABLE]
  if (folder === undefined) return undefined
  const file = join(folder, `${process.pid}-${process.env['JEST_WORKER_ID'] ?? '1'}.jsonl`)
  return (data) => appendFileSync(file, `${JSON.stringify(data)}\n`)
}
