import { type Effort, type Measurement, measure, type Workload } from '../measure.ts'
import type { Peer } from '../peers/peer.ts'
import { clientEvent } from './client-event.ts'
import { connectWorkloads } from './connect.ts'
import { eventWorkloads } from './events.ts'
import { joinStorm } from './presence.ts'

export interface WorkloadResult {
  readonly workload: string
  readonly measurements: readonly Measurement[]
}

/** All work that needs no second process, by every peer; in Node, jsdom and the page alike. */
export async function runInProcess(
  peers: readonly Peer[],
  effort: Effort,
): Promise<WorkloadResult[]> {
  const workloads: readonly Workload[] = [
    ...connectWorkloads,
    ...eventWorkloads(effort.shrink),
    joinStorm(1_000 / effort.shrink),
    clientEvent,
  ]
  const results: WorkloadResult[] = []
  for (const workload of workloads) {
    results.push({
      workload: workload.name,
      measurements: await measure(workload, peers, effort),
    })
  }
  return results
}
