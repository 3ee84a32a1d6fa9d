import { Bench } from 'tinybench'
import type { Peer, Service, WorkloadKind } from './peers/peer.ts'
import { summarize, type WorkloadResult } from './result.ts'

/** How much of everything a run does. */
export interface Effort {
  /** Rounds over all peers; each boots every peer anew. */
  readonly rounds: number
  /** Milliseconds that one peer is measured in one round. */
  readonly time: number
  /** Milliseconds that each peer works before anything is measured. */
  readonly warmUp: number
  /** How often is done what takes long by itself, such as a new page. */
  readonly repeats: number
  /** Divides sizes such as "2,000 connections". */
  readonly shrink: number
}

export type EffortName = 'full' | 'quick' | 'smoke'

/** The same sizes in a full run and a quick one, whose rows can be compared then. */
export const EFFORTS: Readonly<Record<EffortName, Effort>> = {
  full: { rounds: 3, time: 80, warmUp: 400, repeats: 8, shrink: 1 },
  quick: { rounds: 2, time: 30, warmUp: 250, repeats: 4, shrink: 1 },
  /** The least work that shows whether a part runs at all; its figures say nothing. */
  smoke: { rounds: 1, time: 1, warmUp: 1, repeats: 1, shrink: 10 },
}

/** One piece of work that every peer does. */
export interface Workload {
  readonly name: string
  /** What `Peer.lacks` calls it. */
  readonly kind: WorkloadKind
  /** How many times the unit is done in one iteration, such as events of a burst. */
  readonly units?: number
  /** Fewest iterations of a round. */
  readonly iterations?: number
  /** Whether several iterations can be under way, as while warming up. */
  readonly independent?: boolean
  /** Makes ready. @returns one iteration, which answers the milliseconds that count, and the end */
  start(service: Service): Promise<{ iteration(): Promise<number>; end(): void }>
}

/**
 * Measures every peer round by round, in another order each, so that what the machine does meanwhile
 * meets all of them.
 */
export async function measure(
  workload: Workload,
  peers: readonly Peer[],
  { rounds, time }: Effort,
): Promise<WorkloadResult> {
  const able = whoCan(workload, peers)
  const samples = new Map<Peer, number[][]>(able.map((peer) => [peer, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const peer of inTurn(able, round)) {
      samples.get(peer)?.push(await sample(workload, peer, time))
    }
  }
  const measurements = able.map((peer) =>
    summarize(peer.name, (samples.get(peer) ?? []).flat(), workload.units),
  )
  return { workload: workload.name, unit: 'ms', measurements }
}

/**
 * What a realm does for the first time is compiled meanwhile, and again as it gets hot, which takes more than one
 * round. pusher-js gets hot by whichever peer runs it, and each peer only by itself: so all have the same time for it
 * before any is measured.
 */
export async function warmUp(
  workloads: readonly Workload[],
  peers: readonly Peer[],
  { warmUp: time }: Effort,
): Promise<void> {
  for (const workload of workloads) {
    for (const peer of whoCan(workload, peers)) await warm(workload, peer, time)
  }
}

async function warm(workload: Workload, peer: Peer, time: number): Promise<void> {
  const service = await peer.boot()
  const { iteration, end } = await workload.start(service)
  // Several at once where it can be, since pusher-js waits for a timer in each.
  const length = workload.independent ? 10 : 1
  const until = performance.now() + time
  while (performance.now() < until) await Promise.all(Array.from({ length }, iteration))
  end()
  await service.close()
}

function whoCan({ kind }: Workload, peers: readonly Peer[]): readonly Peer[] {
  return peers.filter(({ lacks = [] }) => !lacks.includes(kind))
}

/** All of them, of whom another one begins in each round. */
export function inTurn<Item>(items: readonly Item[], round: number): Item[] {
  const first = round % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}

async function sample(workload: Workload, peer: Peer, time: number): Promise<number[]> {
  const service = await peer.boot()
  const { iteration, end } = await workload.start(service)
  const bench = new Bench({
    time,
    iterations: workload.iterations ?? 3,
    // All have worked already: this one is for what a peer does once after its boot.
    warmupTime: 0,
    warmupIterations: 1,
    retainSamples: true,
    throws: true,
  })
  const task = async () => {
    const started = performance.now()
    const overriddenDuration = await iteration()
    // The time of a round is real time, also where what counts is less than the clock can tell.
    return { overriddenDuration, overriddenIterationCost: performance.now() - started }
  }
  await bench.add(workload.name, task, { async: true }).run()
  end()
  await service.close()
  const result = bench.tasks[0]?.result
  if (result?.state !== 'completed') throw new Error(`${peer.name}: ${workload.name} failed`)
  return [...(result.latency.samples ?? [])]
}
