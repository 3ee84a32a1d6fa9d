import { type Effort, measure, type Workload } from '../measure.ts'
import type { Peer } from '../peers/peer.ts'
import type { WorkloadResult } from '../result.ts'
import { clientEvent } from './client-event.ts'
import { connectWorkloads } from './connect.ts'
import { eventWorkloads } from './events.ts'
import { joinStorm } from './presence.ts'

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
    results.push(await measure(workload, peers, effort))
  }
  return results
}
