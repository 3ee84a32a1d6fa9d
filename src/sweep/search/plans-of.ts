import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { parseChannelName } from '../../protocol/channel-name.ts'
import { PUSHER_LIMITS } from '../../protocol/limits.ts'
import { SeededRandom } from '../../server/faults/seeded-random.ts'
import type { SweptFrame } from '../plan/frame-text.ts'
import { parseKind } from '../plan/parse-plan.ts'
import { type FaultKind, type Plan, type PlannedFault, printPlan } from '../plan/plan.ts'

/** Which faults are tried when nobody says. */
export const DEFAULT_KINDS: readonly string[] = [
  'disconnect',
  'lose',
  'duplicate',
  'delay(300)',
  'swap',
  'deny',
]

/** Which plans are made. */
export interface PlanChoice {
  /** As `--kinds`. @default disconnect, lose, duplicate, delay(300), swap, deny */
  readonly kinds?: readonly string[]
  /** A whole number that chooses where there is a choice. @default 1 */
  readonly seed?: number
  /**
   * How many plans: with more faults than that a choice of them, with fewer pairs of them besides.
   *
   * @default each fault alone
   */
  readonly max?: number
}

/**
 * The plans for what a test did without faults. A connection that lives neither loses nor repeats nor swaps
 * frames of its own protocol, which comes over TCP: those faults are for events.
 *
 * @throws PusherFakeError `invalid_plan` for an unknown kind
 */
export function plansOf(frames: readonly SweptFrame[], choice: PlanChoice = {}): Plan[] {
  const { kinds = DEFAULT_KINDS, seed = 1, max } = choice
  if (kinds.length === 0) {
    throw new PusherFakeError('invalid_plan', `No kinds. Known are ${DEFAULT_KINDS.join(', ')}.`)
  }
  const parsed = kinds.map((kind) => parseKind(kind))
  const single = frames.flatMap((frame) => [
    ...parsed.flatMap(({ kind, at }) =>
      at === undefined || !concerns(kind, frame, frames) ? [] : [at(frame.number)],
    ),
  ])
  const denied = parsed.some(({ kind }) => kind === 'deny') ? denials(frames) : []
  const faults = [...single, ...denied]
  const random = new SeededRandom(seed).next
  if (max === undefined) return faults.map((fault) => [fault])
  if (max <= faults.length) return choose(faults, max, random).map((fault) => [fault])
  return [...faults.map((fault) => [fault]), ...pairs(faults, max - faults.length, random)]
}

/** Whether a fault of this kind may befall the frame. */
function concerns(kind: FaultKind, frame: SweptFrame, frames: readonly SweptFrame[]): boolean {
  const isEvent = !/^pusher(?:_internal)?:/.test(frame.event) && frame.event !== ''
  switch (kind) {
    case 'deny':
      return false
    case 'disconnect':
    case 'delay':
      return true
    case 'swap':
      return isEvent && frames.some((other) => follows(other, frame))
    default:
      return isEvent
  }
}

/** Whether there is something to change places with. */
function follows(other: SweptFrame, { number, direction, socketId }: SweptFrame): boolean {
  return other.number > number && other.direction === direction && other.socketId === socketId
}

/** One for each subscription that had to be authorized. */
function denials(frames: readonly SweptFrame[]): PlannedFault[] {
  const requests = new Map<string, number>()
  return frames.flatMap(({ direction, event, channel }) => {
    if (direction !== 'in' || event !== 'pusher:subscribe' || channel === undefined) return []
    const parsed = parseChannelName(channel, PUSHER_LIMITS.channelNameLength)
    if (!parsed.ok || parsed.channel.kind === 'public') return []
    const request = (requests.get(channel) ?? 0) + 1
    requests.set(channel, request)
    return [{ kind: 'deny', channel, request }]
  })
}

/** So many of a list, in its order. */
function choose<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const indexes = items.map((_, index) => ({ index, rank: random() }))
  const chosen = indexes.toSorted((a, b) => a.rank - b.rank).slice(0, count)
  return chosen
    .map(({ index }) => index)
    .toSorted((a, b) => a - b)
    .flatMap((index) => items.slice(index, index + 1))
}

/** Of faults at different places, so many as there are and are asked for. */
function pairs(faults: readonly PlannedFault[], count: number, random: () => number): Plan[] {
  const all = faults.flatMap((first, index) =>
    faults
      .slice(index + 1)
      .flatMap((second) => (samePlace(first, second) ? [] : [[first, second]])),
  )
  return choose(all, count, random)
}

function samePlace(one: PlannedFault, other: PlannedFault): boolean {
  if (one.kind === 'deny' || other.kind === 'deny') return printPlan([one]) === printPlan([other])
  return one.frame === other.frame
}
