/** Figures of one peer for one piece of work. */
export interface Measurement {
  readonly peer: string
  /** In the unit of its workload, median over all iterations of all rounds. */
  readonly median: number
  /** A quarter of the iterations was below the first, a quarter above the second. */
  readonly quartiles: readonly [number, number]
  readonly iterations: number
}

export interface WorkloadResult {
  readonly workload: string
  readonly unit: 'ms' | 'bytes' | 'calls'
  /** `pusher-js-fake` first; ratios are to it. */
  readonly measurements: readonly Measurement[]
}

/** One environment or subject, with its workloads. */
export interface Section {
  readonly title: string
  readonly results: readonly WorkloadResult[]
}

/** @param units how many units of work one sample is of */
export function summarize(peer: string, samples: readonly number[], units = 1): Measurement {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN) / units
  return { peer, median: at(0.5), quartiles: [at(0.25), at(0.75)], iterations: sorted.length }
}
