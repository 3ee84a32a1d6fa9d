import { editDistance } from '../../edit-distance.ts'

/** Laravel's `App\Events\OrderShipped`, Wayfinder's `App.Events.OrderShipped`, Echo's `.OrderShipped`: the last word. */
function withoutNamespace(name: string): string {
  return name
    .trim()
    .replace(/^.*\\/, '')
    .replace(/^App\.(?:\w+\.)*/, '')
    .replace(/^\./, '')
}

/** Names that the eye takes for one are one: spaces, case, separators and a namespace aside. */
function bareEvent(name: string): string {
  return withoutNamespace(name)
    .replace(/[\s._:/-]/g, '')
    .toLowerCase()
}

function bareChannel(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^(private-|presence-)?(encrypted-)?(cache-)?/, '')
}

/** Event names that may be meant by `name`, the likeliest first; never itself. */
export function nearEvents(name: string, names: Iterable<string>): string[] {
  return near(name, names, bareEvent)
}

/** Channel names that may be meant by `name`, the likeliest first; never itself. */
export function nearChannels(name: string, names: Iterable<string>): string[] {
  return near(name, names, bareChannel)
}

function near(name: string, names: Iterable<string>, bare: (name: string) => string): string[] {
  const wanted = bare(name)
  const allowed = Math.min(2, Math.floor(wanted.length / 4))
  return [...new Set(names)]
    .filter((other) => other !== name)
    .map((other) => ({ other, slips: editDistance(wanted, bare(other)) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips)
    .map(({ other }) => other)
}

/** What tells an event's name from one that was bound, in words. */
export function eventDifference(sent: string, bound: string): string {
  if (sent.trim() === bound.trim()) return 'a space tells them apart'
  if (sent.toLowerCase() === bound.toLowerCase()) return 'their case tells them apart'
  if (withoutNamespace(sent) !== withoutNamespace(bound)) return 'they are spelt differently'
  if (bound.startsWith('.')) return "the leading dot is Echo's own, and no part of the name"
  return sent.includes('\\')
    ? 'Laravel sends the whole name of the class, unless broadcastAs() gives another'
    : 'their namespaces tell them apart'
}
