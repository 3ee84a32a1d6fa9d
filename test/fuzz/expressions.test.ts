import { check } from 'recheck'
import { Visitor } from 'vite'
import { expect, test } from 'vitest'
import { PusherApp } from '../../src/app/pusher-app.ts'
import { createEndpoints } from '../../src/standalone/control/endpoints.ts'
import { ServedApps } from '../../src/standalone/served-apps.ts'
import { shippedPrograms } from './source.ts'

interface Expression {
  readonly where: string
  readonly source: string
  readonly flags: string
}

/** Expressions that are put together at run time, each checked below as it then is. */
const MADE_AT_RUN_TIME = [
  // Those of the app's endpoints again, in a worker.
  'playwright/injected/worker.ts',
  // And all of them in one.
  'playwright/routes/route-requests.ts',
  // A URL, character by character.
  'playwright/workers/worker-scripts.ts',
  'src/auth/endpoint.ts',
  // Only made, to refuse what is none; a contract's own patterns are those of the project.
  'src/contracts/json-schema/compile-json-schema.ts',
  'src/msw/pusher-sockets.ts',
  'src/standalone/control/endpoint.ts',
]

/** The command `init` reads files of at most 512 KiB that its own user has written. */
const READS_ITS_USER = 'src/init/'

const literals: Expression[] = []
const made: string[] = []
for (const { where, program } of shippedPrograms()) {
  if (where.startsWith(READS_ITS_USER)) continue
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return
      literals.push({ where, source: node.regex.pattern, flags: node.regex.flags })
    },
    NewExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') made.push(where)
    },
  }).visit(program)
}

/** Whether an expression can be made slow is decided from its structure, as automata, and not by a clock. */
async function growth({ source, flags }: Expression): Promise<string> {
  const result = await check(source, flags, { checker: 'automaton', timeout: 120_000 })
  return result.status === 'unknown' ? `unknown (${result.error.kind})` : result.complexity.summary
}

test('no input makes an expression of ours slow', { timeout: 300_000 }, async () => {
  expect(literals.length).toBeGreaterThan(30)
  for (const expression of literals) {
    expect([expression, await growth(expression)]).toEqual([
      expression,
      expect.stringMatching(/^(linear|safe)$/),
    ])
  }
})

test('nor one that is made at run time', async () => {
  expect([...new Set(made)]).toEqual(MADE_AT_RUN_TIME)
  const { pusherSockets } = await import('../../src/msw/pusher-sockets.ts')
  expect(typeof pusherSockets).toBe('function')
  const app = new PusherApp()
  const endpoints = app.authEndpoints({
    authEndpoint: '/(a+)+$',
    userAuthEndpoint: 'https://app.test/.*.*.*/auth',
  })
  const expressions = [
    ...endpoints.patterns(),
    ...createEndpoints(
      new ServedApps([new PusherApp()]),
      () => ({ tls: false, host: '127.0.0.1', port: 1, webHost: '127.0.0.1', webPort: 1 }),
      '/control/v1',
    ).map(({ pattern }) => pattern),
  ]
  for (const { source, flags } of expressions) {
    expect([source, await growth({ where: '', source, flags })]).toEqual([
      source,
      expect.stringMatching(/^(linear|safe)$/),
    ])
  }
})

test('the checker knows a slow expression', async () => {
  expect(await growth({ where: '', source: '^(a+)+$', flags: '' })).toBe('exponential')
  expect(await growth({ where: '', source: 'a*a*b', flags: '' })).toMatch(/polynomial/)
})
