import { type Effort, measure, type Workload, warmUp } from '../measure.ts'
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
  const clients = 100 / effort.shrink
  const events = eventWorkloads(clients)
  const workloads: readonly Workload[] = [
    ...connectWorkloads,
    ...events,
    joinStorm(clients),
    clientEvent,
  ]
  await warmUp([events[0], ...connectWorkloads.slice(-1)], peers, effort)
  const results: WorkloadResult[] = []
  for (const workload of workloads) {
    results.push(await measure(workload, peers, effort))
  }
  return results
}
