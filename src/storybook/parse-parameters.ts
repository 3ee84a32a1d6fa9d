import { AUTH_OPTION_NAMES, type AuthOptions } from '../auth/auth-endpoints.ts'
import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { type ChannelKind, parseChannelName } from '../protocol/channel-name.ts'
import { isRecord } from '../protocol/json.ts'
import { PUSHER_LIMITS } from '../protocol/limits.ts'
import { OPTION_NAMES, type PusherFakeOptions } from '../server/options.ts'
import type {
  ChannelMembers,
  ParsedParameters,
  PusherFakeParameters,
  ScriptedEvent,
  StoryEvent,
} from './parameters.ts'
import { type Fail, parseFaults, refuseUnknown } from './parse-faults.ts'

const STORY_NAMES = ['members', 'events', 'script', 'faults']
const NAMES: readonly string[] = [...OPTION_NAMES, ...AUTH_OPTION_NAMES, ...STORY_NAMES]

/**
 * Reads `parameters.pusherFake`.
 *
 * @throws PusherFakeError `invalid_option` that names the story, what is wrong and what is allowed
 */
export function parseParameters(value: unknown, story: string): ParsedParameters {
  const fail: Fail = (message) => {
    throw new PusherFakeError('invalid_option', `Story "${story}": ${message}`)
  }
  if (value === undefined) return parseParameters({}, story)
  if (!isRecord(value)) return fail(`parameters.pusherFake must be an object, or false.`)
  refuseUnknown(value, NAMES, 'parameters.pusherFake', fail)
  const given = value as PusherFakeParameters
  const members = parseMembers(given.members ?? {}, fail)
  const events = list<StoryEvent>(given.events, 'events', fail)
  const script = list<ScriptedEvent>(given.script, 'script', fail)
  checkEvents(events, fail)
  checkScript(script, members, fail)
  const faults = parseFaults(given.faults ?? {}, story, fail)
  return {
    fake: pick<PusherFakeOptions>(value, OPTION_NAMES),
    auth: pick<AuthOptions>(value, AUTH_OPTION_NAMES),
    members,
    events,
    script,
    faults,
  }
}

function parseMembers(
  given: NonNullable<PusherFakeParameters['members']>,
  fail: Fail,
): readonly ChannelMembers[] {
  if (!isList(given) && !isRecord(given)) {
    return fail(`members must be an object of lists by channel, got ${showValue(given)}.`)
  }
  const entries: readonly ChannelMembers[] = isList(given)
    ? list(given, 'members', fail)
    : Object.entries(given).map(([channel, members]) => ({ channel, members }))
  const seen = new Set<string>()
  return entries.map(({ channel, members: listed }) => {
    if (kindOf(channel, 'members', fail) !== 'presence') {
      fail(`members: "${channel}" has none, only channels that begin with "presence-" do.`)
    }
    if (seen.has(channel)) fail(`members: the channel "${channel}" is named twice.`)
    seen.add(channel)
    const members = list(listed, `members["${channel}"]`, fail)
    const ids = members.map(({ id }) => id)
    for (const id of ids) {
      if (typeof id !== 'string' || id === '') fail(`members: one of "${channel}" has no id.`)
    }
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice !== undefined) fail(`members: "${twice}" is twice in the channel "${channel}".`)
    return { channel, members }
  })
}

function checkEvents(events: readonly StoryEvent[], fail: Fail): void {
  const cached = new Set<string>()
  for (const [index, { channel, event }] of events.entries()) {
    const cache = channelOf(channel, `events[${index}]`, fail)?.cache
    if (typeof event !== 'string' || event === '') fail(`events[${index}] has no event name.`)
    if (cached.has(channel)) {
      fail(`events: the channel "${channel}" is named twice, and a cache holds one event.`)
    }
    if (cache) cached.add(channel)
  }
}

function checkScript(
  script: readonly ScriptedEvent[],
  members: readonly ChannelMembers[],
  fail: Fail,
): void {
  for (const [index, { after, channel, event, from }] of script.entries()) {
    const where = `script[${index}]`
    channelOf(channel, where, fail)
    if (typeof event !== 'string' || event === '') fail(`${where} has no event name.`)
    if (!(typeof after === 'number' && after >= 0)) {
      fail(`${where}: "after" must be 0 or more milliseconds, got ${showValue(after)}.`)
    }
    if (from === undefined) continue
    const present = members.find((entry) => entry.channel === channel)?.members ?? []
    if (!present.some(({ id }) => id === from)) {
      const ids = present.map(({ id }) => id).join(', ') || 'none'
      const name = typeof from === 'string' ? from : showValue(from)
      fail(`${where}: "${name}" is no member of "${channel}". Members are: ${ids}.`)
    }
  }
}

function kindOf(channel: string, where: string, fail: Fail): ChannelKind | undefined {
  return channelOf(channel, where, fail)?.kind
}

function channelOf(
  channel: string,
  where: string,
  fail: Fail,
): { readonly kind: ChannelKind; readonly cache: boolean } | undefined {
  if (typeof channel !== 'string') return fail(`${where} names no channel.`)
  const parsed = parseChannelName(channel, PUSHER_LIMITS.channelNameLength)
  return parsed.ok ? parsed.channel : fail(`${where}: ${parsed.reason}.`)
}

function list<Item>(
  value: readonly Item[] | undefined,
  where: string,
  fail: Fail,
): readonly Item[] {
  if (value === undefined) return []
  return isList(value) && value.every(isRecord)
    ? value
    : fail(`${where} must be a list of objects.`)
}

/** `Array.isArray` does not narrow what may be a readonly array. */
function isList<Item>(value: unknown | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value)
}

function pick<Options extends object>(
  value: Record<string, unknown>,
  names: readonly string[],
): Options {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => names.includes(name)),
  ) as Options
}
