import { AUTH_RULES, type AuthOptions } from '../auth/auth-options.ts'
import { PusherFakeError, untagged } from '../errors/pusher-fake-error.ts'
import { type ChannelName, parseChannelName } from '../protocol/channel-name.ts'
import { isRecord } from '../protocol/json.ts'
import { PUSHER_LIMITS } from '../protocol/limits.ts'
import { readRecording } from '../recording/read-recording.ts'
import type { Recording } from '../recording/recording.ts'
import {
  isMoreThanZero,
  isString,
  MILLISECONDS,
  optionProblem,
  type Rule,
  type Rules,
  required,
  TEXT,
} from '../server/check-options.ts'
import { OPTION_RULES, type PusherFakeOptions } from '../server/options.ts'
import { USER_RULES } from '../server/users/user.ts'
import type {
  ChannelMembers,
  ParsedParameters,
  PusherFakeParameters,
  ScriptedEvent,
  StoryEvent,
  StoryReplay,
} from './parameters.ts'
import { type Fail, parseFaults } from './parse-faults.ts'

const NAME: Rule = required(TEXT)

const EVENT_RULES: Rules<StoryEvent> = { channel: NAME, event: NAME, data: ['JSON', () => true] }

const SCRIPT_RULES: Rules<ScriptedEvent> = {
  ...EVENT_RULES,
  after: required(MILLISECONDS),
  from: TEXT,
}

const MEMBERS: Rule = ['a list of users', Array.isArray, { items: USER_RULES }]

const REPLAY_RULES: Rules<StoryReplay> = {
  har: required(['a HAR, as text or JSON', (value) => isString(value) || isRecord(value)]),
  speed: ['a number above 0', isMoreThanZero],
}
const { events: SCHEMAS, ...FAKE_RULES } = OPTION_RULES

const STORY_RULES: Rules<PusherFakeParameters> = {
  ...FAKE_RULES,
  ...AUTH_RULES,
  members: [
    'an object of lists by channel',
    (value) => isRecord(value) || Array.isArray(value),
    { items: { channel: NAME, members: required(MEMBERS) } satisfies Rules<ChannelMembers> },
  ],
  events: [
    'a list',
    Array.isArray,
    { items: EVENT_RULES, hint: 'The schemas of events are "eventSchemas" in Storybook.' },
  ],
  eventSchemas: SCHEMAS,
  script: ['a list', Array.isArray, { items: SCRIPT_RULES }],
  replay: ['{ har, speed }', isRecord, { inner: REPLAY_RULES }],
  faults: ['an object of faults', isRecord],
}

/**
 * Reads `parameters.pusherFake`.
 *
 * @throws PusherFakeError `invalid_option` that names the story, what is wrong and what is allowed
 */
export function parseParameters(value: unknown, story: string): ParsedParameters {
  const fail: Fail = (message) => {
    throw new PusherFakeError(
      'invalid_option',
      `Story "${story}": parameters.pusherFake: ${message}`,
    )
  }
  const check = (given: object, rules: Readonly<Record<string, Rule>>, path: string) => {
    const problem = optionProblem(given, rules, path)
    if (problem !== undefined) fail(problem)
  }
  const given: PusherFakeParameters = value === undefined ? {} : (value as object)
  check(given, STORY_RULES, '')
  const {
    members: listed = {},
    events = [],
    script = [],
    replay,
    faults = {},
    eventSchemas,
  } = given
  if (!isList(listed)) check(listed, sameRule(listed, MEMBERS), 'members.')
  const members = isList(listed)
    ? listed
    : Object.entries(listed).map(([channel, present = []]) => ({ channel, members: present }))
  checkMembers(members, fail)
  checkEvents(events, fail)
  checkScript(script, members, fail)
  return {
    fake: {
      ...pick<Omit<PusherFakeOptions, 'events'>>(given, FAKE_RULES),
      ...(eventSchemas !== undefined && { events: eventSchemas }),
    },
    auth: pick<AuthOptions>(given, AUTH_RULES),
    members,
    events,
    script,
    replay: replay && { recording: read(replay.har, fail), speed: replay.speed ?? 1 },
    faults: parseFaults(faults, story, fail),
  }
}

function read(har: string | object, fail: Fail): Recording {
  try {
    return readRecording(har)
  } catch (error) {
    return fail(`replay.har: ${error instanceof Error ? untagged(error.message) : String(error)}`)
  }
}

function sameRule(named: object, rule: Rule): Readonly<Record<string, Rule>> {
  return Object.fromEntries(Object.keys(named).map((name) => [name, rule]))
}

function checkMembers(channels: readonly ChannelMembers[], fail: Fail): void {
  const seen = new Set<string>()
  for (const { channel, members } of channels) {
    if (channelOf(channel, 'members', fail).kind !== 'presence') {
      fail(`members: "${channel}" has none, only channels that begin with "presence-" do.`)
    }
    if (seen.has(channel)) fail(`members: the channel "${channel}" is named twice.`)
    seen.add(channel)
    const ids = members.map(({ id }) => id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice !== undefined) fail(`members: "${twice}" is twice in the channel "${channel}".`)
  }
}

function checkEvents(events: readonly StoryEvent[], fail: Fail): void {
  const cached = new Set<string>()
  for (const [index, { channel }] of events.entries()) {
    const { cache } = channelOf(channel, `events[${index}]`, fail)
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
  for (const [index, { channel, from }] of script.entries()) {
    const where = `script[${index}]`
    channelOf(channel, where, fail)
    if (from === undefined) continue
    const present = members.find((entry) => entry.channel === channel)?.members ?? []
    if (!present.some(({ id }) => id === from)) {
      const ids = present.map(({ id }) => id).join(', ') || 'none'
      fail(`${where}: "${from}" is no member of "${channel}". Members are: ${ids}.`)
    }
  }
}

function channelOf(channel: string, where: string, fail: Fail): ChannelName {
  const parsed = parseChannelName(channel, PUSHER_LIMITS.channelNameLength)
  return parsed.ok ? parsed.channel : fail(`${where}: ${parsed.reason}.`)
}

/** `Array.isArray` does not narrow what may be a readonly array. */
function isList<Item>(value: unknown | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value)
}

function pick<Options extends object>(value: object, rules: Rules<Options>): Options {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => Object.hasOwn(rules, name)),
  ) as Options
}
