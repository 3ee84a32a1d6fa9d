import { decodeNested } from './decode-nested.ts'
import type { Timeline, TimelineFrame } from './timeline.ts'

/** One connection. */
export interface Lane {
  readonly socketId: string
  readonly label: string
}

/** A lane for each connection in the order of their first frames, named as given, or by its user. */
export function lanesOf({ frames, lanes = [] }: Timeline): readonly Lane[] {
  const names = new Map<string, string | undefined>()
  for (const frame of frames) {
    if (names.get(frame.socketId) !== undefined) continue
    names.set(frame.socketId, userOf(frame))
  }
  for (const { socketId, label } of lanes) if (names.has(socketId)) names.set(socketId, label)
  return numbered([...names])
}

function numbered(names: readonly (readonly [string, string | undefined])[]): Lane[] {
  const given = names.map(([, name], index) => name ?? `client ${index + 1}`)
  const seen = new Map<string, number>()
  return given.map((name, index) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return {
      socketId: names[index]?.[0] ?? '',
      label: before === 0 ? name : `${name} (${before + 1})`,
    }
  })
}

/** The user that signs in or joins with this frame. */
function userOf({ event, direction, raw, data }: TimelineFrame): string | undefined {
  if (direction !== 'in' || !/^pusher:(signin|subscribe)$/.test(event)) return undefined
  const frame = decodeNested(raw ?? { data })
  const said = member(frame, 'data')
  const id =
    member(member(said, 'user_data'), 'id') ?? member(member(said, 'channel_data'), 'user_id')
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
