const MAX_TICKS = 8
/** Steps that people count in, milliseconds; beyond the last they double. */
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5,
]

/** Round moments of an axis from 0 to `length` milliseconds; none too near its end to be labelled. */
export function ticks(length: number): readonly number[] {
  let step = STEPS.find((candidate) => length / candidate <= MAX_TICKS) ?? 6e5
  while (length / step > MAX_TICKS) step *= 2
  const count = Math.floor((length * 0.97) / step)
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
