import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { createPusherFake } from '../../src/index.ts'
import { PUSHER_LIMITS } from '../../src/protocol/limits.ts'
import { OPTION_RULES, type PusherFakeOptions } from '../../src/server/options.ts'
import { HELP, parseCommand } from '../../src/standalone/command/cli-options.ts'
import {
  checkServerOptions,
  type PusherServerOptions,
} from '../../src/standalone/server-options.ts'
import { json, mutated, name, objectOf, text, value } from './garbage.ts'
import { ownError } from './own-errors.ts'
import { type Target, target } from './target.ts'

const limits = fc.dictionary(fc.constantFrom(...Object.keys(PUSHER_LIMITS)), value, { maxKeys: 3 })

/** An object with some of these keys. */
export function withKeys(
  names: readonly string[],
  content: fc.Arbitrary<unknown> = value,
): fc.Arbitrary<Record<string, unknown>> {
  const key = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: name },
  )
  return fc
    .array(fc.tuple(key, content), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries))
}

const OPTION_NAMES = Object.keys(OPTION_RULES)

const SERVER_NAMES = [
  'host',
  'port',
  'webHost',
  'webPort',
  'maxBufferedBytes',
  'auth',
  'inspector',
  'control',
]

const input = fc.record({
  fake: fc.oneof(withKeys(OPTION_NAMES, fc.oneof(value, limits)), value),
  server: fc.oneof(
    withKeys(SERVER_NAMES, fc.oneof(value, withKeys(['token', 'user', 'authEndpoint']))),
    value,
  ),
})

/** Options in JavaScript, where no type keeps anything out. */
export const options: Target = target('options', 8_000, input, (given, count) => {
  for (const { fake, server } of given) {
    try {
      createPusherFake(fake as PusherFakeOptions).close()
      checkServerOptions(server as PusherServerOptions)
      count('accepted')
    } catch (error) {
      count(ownError(error))
    }
  }
})

const FLAGS = [...HELP.matchAll(/--[a-z-]+/g)].map(([flag]) => flag)
const CONFIG_NAMES = [
  'apps',
  'webhooks',
  'verbose',
  'port',
  'host',
  'webPort',
  'webHost',
  'tls',
  'control',
]

const config = mutated(
  objectOf(
    fc.oneof(
      json,
      text.map((content) => JSON.stringify(content)),
      objectOf(json, fc.constantFrom(...OPTION_NAMES)).map((app) => `[${app}]`),
    ),
    fc.constantFrom(...CONFIG_NAMES, ...OPTION_NAMES),
  ),
)

const command = fc.record({
  args: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...FLAGS) },
      { weight: 2, arbitrary: text },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom(...FLAGS), text).map((all) => all.join('=')),
      },
    ),
    { maxLength: 4 },
  ),
  config: fc.option(config, { nil: undefined }),
  environment: fc.dictionary(
    fc.constantFrom('PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_CONTROL_TOKEN', '__proto__'),
    text,
    { maxKeys: 2 },
  ),
})

/** The command line, the environment and the configuration file. */
export const commands: Target = target('command lines', 8_000, command, (given, count) => {
  const folder = mkdtempSync(join(tmpdir(), 'pusher-js-fake-'))
  const file = join(folder, 'config.json')
  try {
    for (const { args, config: content, environment } of given) {
      if (content !== undefined) writeFileSync(file, content)
      try {
        count(start([...args, ...(content === undefined ? [] : ['--config', file])], environment))
      } catch (error) {
        count(ownError(error))
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** All that the command does before it opens a port. */
function start(args: readonly string[], environment: Record<string, string>): string {
  const parsed = parseCommand(args, environment)
  if ('show' in parsed) return parsed.show
  for (const { options, webhooks } of parsed.apps) {
    createPusherFake({ ...options, logger: false }).close()
    for (const url of webhooks) assert.equal(typeof url, 'string')
  }
  checkServerOptions(parsed.server)
  assert.equal(typeof parsed.verbose, 'boolean')
  return 'accepted'
}
