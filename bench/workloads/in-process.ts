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
  // The same sizes in a full run and a quick one, whose rows can be compared then; a smoke run has a tenth.
  const clients = effort.shrink === 100 ? 10 : 100
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
