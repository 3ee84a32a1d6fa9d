import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Effort, FULL, QUICK } from './measure.ts'
import type { WorkloadResult } from './result.ts'

/** Runs one part of the benchmark in a process of its own, so that no part meets what another left. */
export function runChild(
  script: string,
  quick: boolean,
  execArgv: readonly string[] = [],
): Promise<WorkloadResult[]> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(path, quick ? ['--quick'] : [], {
    execArgv: ['--no-warnings', ...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    let results: WorkloadResult[] | undefined
    child.on('message', (message) => {
      results = message as WorkloadResult[]
    })
    child.on('exit', (code) => {
      if (results === undefined) reject(new Error(`${script} ended with ${code} and no results`))
      else resolve(results)
    })
  })
}

/** In the process of one part: measures, hands the results to the parent and ends. */
export async function report(run: (effort: Effort) => Promise<WorkloadResult[]>): Promise<void> {
  const results = await run(process.argv.includes('--quick') ? QUICK : FULL)
  if (process.send === undefined) console.log(JSON.stringify(results, null, 2))
  else await new Promise((resolve) => process.send?.(results, resolve))
  process.exit()
}
