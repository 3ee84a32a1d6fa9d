import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { EFFORTS, type Effort, type EffortName } from './measure.ts'
import type { WorkloadResult } from './result.ts'

/** After this a part counts as stuck. */
const PATIENCE_MS: Readonly<Record<EffortName, number>> = {
  full: 20 * 60_000,
  quick: 5 * 60_000,
  smoke: 2 * 60_000,
}

/**
 * Runs one part of the benchmark in a process of its own, so that no part meets what another left. However it
 * ends, what it has started ends with it.
 */
export async function runChild(
  script: string,
  effort: EffortName,
  execArgv: readonly string[] = [],
): Promise<WorkloadResult[]> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(path, [effort], {
    execArgv: ['--no-warnings', ...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // The leader of a group, by which all that it starts can be ended.
    detached: true,
  })
  const end = () => endGroup(child)
  process.on('exit', end)
  const patience = setTimeout(end, PATIENCE_MS[effort])
  try {
    return await resultsOf(child, script)
  } finally {
    clearTimeout(patience)
    process.off('exit', end)
    end()
  }
}

function resultsOf(child: ChildProcess, script: string): Promise<WorkloadResult[]> {
  return new Promise((resolve, reject) => {
    let results: WorkloadResult[] | undefined
    child.on('message', (message) => {
      results = message as WorkloadResult[]
    })
    child.on('exit', (code, signal) => {
      if (results !== undefined) resolve(results)
      else reject(new Error(`${script} ended with ${code ?? signal} and no results`))
    })
  })
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // Nobody of it is left.
  }
}

/** In the process of one part: measures, hands the results to the parent and ends. */
export async function report(run: (effort: Effort) => Promise<WorkloadResult[]>): Promise<void> {
  const [, , name = 'full'] = process.argv
  const results = await run(EFFORTS[name as EffortName])
  if (process.send === undefined) console.log(JSON.stringify(results, null, 2))
  else await new Promise((resolve) => process.send?.(results, resolve))
  process.exit()
}
