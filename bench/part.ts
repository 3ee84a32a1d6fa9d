import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { EFFORTS, type Effort, type EffortName } from './measure.ts'
import type { WorkloadResult } from './result.ts'

/** After this a part counts as stuck. */
const PATIENCE_MINUTES = 5

/**
 * Runs one part of the benchmark in a process of its own, so that no part meets what another left. However it
 * ends, what it has started ends with it.
 */
export async function runPart(script: string, effort: EffortName): Promise<WorkloadResult[]> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(path, [effort], {
    execArgv: ['--no-warnings', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // The leader of a group, by which all that it starts can be ended.
    detached: true,
  })
  const end = () => endGroup(child.pid)
  process.on('exit', end)
  try {
    return await resultsOf(child, script)
  } finally {
    process.off('exit', end)
    end()
  }
}

function resultsOf(child: ChildProcess, script: string): Promise<WorkloadResult[]> {
  return new Promise((resolve, reject) => {
    let results: WorkloadResult[] | undefined
    const fail = (how: string) => reject(new Error(`${script} ${how}`))
    const patience = setTimeout(
      () => fail(`did not end in ${PATIENCE_MINUTES} minutes`),
      PATIENCE_MINUTES * 60_000,
    )
    child.on('message', (message) => {
      results = message as WorkloadResult[]
    })
    child.on('exit', (code, signal) => {
      clearTimeout(patience)
      if (results !== undefined) resolve(results)
      else fail(`ended with ${code ?? signal} and no results`)
    })
  })
}

function endGroup(leader: number | undefined): void {
  if (leader === undefined) return
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL')
  } catch {
    // Nobody of it is left.
  }
}

/** In the process of one part: measures, hands the results to the parent and ends. */
export async function measurePart(
  measure: (effort: Effort) => Promise<WorkloadResult[]>,
): Promise<void> {
  const [, , name = 'full'] = process.argv
  // The parent has been killed, and cannot end this process any more.
  process.on('disconnect', () => endGroup(process.pid))
  const results = await measure(EFFORTS[name as EffortName])
  if (process.send === undefined) console.log(JSON.stringify(results, null, 2))
  else await new Promise((resolve) => process.send?.(results, resolve))
  process.exit()
}
