import { ChannelPatterns } from '../contracts/channel-patterns.ts'
import type { CoverageData } from './collect/coverage-data.ts'
import { CoverageRows } from './collect/coverage-rows.ts'

/**
 * Adds up what tests have shown, of one worker or of many. Channels are counted by the most exact pattern that is
 * declared or given.
 *
 * @param patterns such as `private-user-*`, besides those that are declared
 */
export function mergeCoverage(
  parts: readonly CoverageData[],
  patterns: readonly string[] = [],
): CoverageData {
  const events = parts.flatMap((part) => part.events)
  const declared = events.filter((each) => each.declared).map(({ channel }) => channel)
  const names = new ChannelPatterns(
    [...new Set([...declared, ...patterns])].map((name) => [name, name]),
  )
  const rows = new CoverageRows()
  for (const event of events) rows.add(event, names.get(event.channel)?.value ?? event.channel)
  const merged = rows.data()
  const named = new Set(
    merged.events.flatMap(({ channel, event }) => (channel === '*' ? [] : event)),
  )
  // What is bound for every channel shows itself on those that have the event.
  const shown = merged.events.filter(
    ({ channel, event, declared: isDeclared }) =>
      channel !== '*' || isDeclared || !named.has(event),
  )
  return { version: 1, events: shown.toSorted(byName) }
}

function byName(
  a: { channel: string; event: string },
  b: { channel: string; event: string },
): number {
  const [left, right] = [`${a.channel}\n${a.event}`, `${b.channel}\n${b.event}`]
  if (left === right) return 0
  return left < right ? -1 : 1
}
