/** A moment, in seconds to the millisecond. */
export function formatMoment(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/** A span of time to read: `12 ms`, `1.2 s`, `3 min 5 s`. */
export function formatSpan(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 1 : 0))} s`
  const seconds = Math.round(ms / 1000)
  const rest = seconds % 60
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
}
