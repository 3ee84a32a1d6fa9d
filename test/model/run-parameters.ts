/**
 * How long to look, and where: `MODEL_RUNS=5000 MODEL_SEED=42 npx vitest run test/model`. A failure prints
 * its seed, and the operations that it was cut down to.
 */
export function runParameters(numRuns: number): { numRuns: number; seed?: number } {
  const { MODEL_RUNS: runs, MODEL_SEED: seed } = process.env
  return {
    numRuns: runs === undefined ? numRuns : Number(runs),
    ...(seed !== undefined && { seed: Number(seed) }),
  }
}
