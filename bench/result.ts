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
  const at = (share: number) => quantile(sorted, share) / units
  return { peer, median: at(0.5), quartiles: [at(0.25), at(0.75)], iterations: sorted.length }
}

/** Between the two samples that are next to it: of few samples the nearest alone would be one of the outer ones. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (below === undefined || above === undefined) return Number.NaN
  return below + (above - below) * (place % 1)
}

/** One section of several runs of it: the median of each figure. */
export function mergeRuns([first = [], ...others]: readonly (readonly Section[])[]): Section[] {
  return first.map((section, at) => ({
    title: section.title,
    results: section.results.map((result, row) => ({
      ...result,
      measurements: result.measurements.map((measurement, peer) =>
        mergeMeasurements([
          measurement,
          ...others.flatMap((run) => run[at]?.results[row]?.measurements[peer] ?? []),
        ]),
      ),
    })),
  }))
}

function mergeMeasurements(runs: readonly [Measurement, ...Measurement[]]): Measurement {
  const middle = (read: (run: Measurement) => number) => summarize('', runs.map(read)).median
  return {
    peer: runs[0].peer,
    median: middle(({ median }) => median),
    quartiles: [middle(({ quartiles }) => quartiles[0]), middle(({ quartiles }) => quartiles[1])],
    iterations: runs.reduce((sum, { iterations }) => sum + iterations, 0),
  }
}
