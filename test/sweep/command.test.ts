import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const VITEST = ['npx', 'vitest', 'run', '--config', 'test/sweep/swept/vitest.config.ts']
const PLAYWRIGHT = [
  'npx',
  'playwright',
  'test',
  '--config',
  'test/sweep/swept/playwright.config.ts',
]
const TIMEOUT = 300_000

interface Ran {
  readonly code: number
  readonly output: string
}

function run(
  [name = '', ...args]: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const env = { ...process.env, ...variables }
  return new Promise((resolve) => {
    execFile(name, args, { cwd: root, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      resolve({ code, output: stdout + stderr })
    })
  })
}

const sweep = (...args: readonly string[]) => run(['node', 'dist/cli.js', 'sweep', ...args])

describe.each([
  ['Vitest', [...VITEST, '-t', 'while it is connected']],
  ['Playwright', PLAYWRIGHT],
])('PUSHER_FAKE_FAULT in %s', (_, command) => {
  test.each([
    ['delay(10)@2', 0, ''],
    ['duplicate@4', 1, ''],
    [
      'lose@99',
      1,
      'fault_missed: PUSHER_FAKE_FAULT="lose@99": lose@99: frame 99 never came. The app\'s clients got and sent 4 frames: 1 got pusher:connection_established',
    ],
    ['loose@4', 1, 'invalid_plan: Plan "loose@4": There is no fault "loose"'],
  ])(
    '%s ends with %i',
    async (plan, code, said) => {
      const ran = await run(command, { PUSHER_FAKE_FAULT: plan })
      expect(ran.output).toContain(said)
      expect(ran.code).toBe(code)
    },
    TIMEOUT,
  )
})

test('in code a sweep needs no runner', async () => {
  const script = `
    import Pusher from 'pusher-js'
    import { sweep } from 'pusher-js-fake/sweep'
    const { outcomes } = await sweep(async ({ fake }) => {
      new Pusher(...fake.pusherOptions()).subscribe('orders')
      await fake.waitForSubscription('orders')
    })
    console.log(outcomes.length, outcomes.every(({ held }) => held))`
  // Not by --eval, which has a require.
  const folder = await mkdtemp(join(root, 'test/sweep/swept/script-'))
  const file = join(folder, 'script.mjs')
  await writeFile(file, script)
  const { output } = await run(['node', file])
  await rm(folder, { recursive: true })
  expect(output).toContain('6 true')
})

test(
  'a sweep finds what breaks the tests of a command',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pusher-js-fake-'))
    const files = { json: join(folder, 'sweep.json'), junit: join(folder, 'sweep.xml') }
    const { code, output } = await sweep(
      ...['--kinds', 'duplicate,deny', '--json', files.json, '--junit', files.junit],
      ...['--output', join(folder, 'timelines'), '--', ...VITEST],
    )
    expect(output).toMatch(/frame +duplicate\n(.*\n){3} +4 got saved orders +BROKEN\n/)
    expect(output).toMatch(/authorization private-orders#1 +held\n/)
    expect(output).toContain('!  duplicate@4: got saved orders')
    expect(output).toContain(`Again:    PUSHER_FAKE_FAULT='duplicate@4' ${VITEST.join(' ')}`)
    expect(output).toContain('2 plans for 2 tests, 1 broken')
    expect(code).toBe(1)
    const [shown, authorized] = JSON.parse(await readFile(files.json, 'utf8')).tests
    expect(shown.plans).toMatchObject([{ plan: 'duplicate@4', verdict: 'broken' }])
    expect(authorized.plans).toEqual([{ plan: 'deny@private-orders#1', verdict: 'held' }])
    expect(shown.broken[0].failure).toContain('[ 1, 1 ]')
    expect(await readFile(shown.broken[0].timeline, 'utf8')).toContain('duplicate')
    const xml = await readFile(files.junit, 'utf8')
    expect(xml).toMatch(/<testcase [^>]*name="duplicate@4"><failure message="expected \[ 1, 1 \]/)
  },
  TIMEOUT,
)

test(
  'a sweep of Playwright whose plans hold ends with 0',
  async () => {
    const { code, output } = await sweep('--kinds', 'delay(5)', '--max', '2', '--', ...PLAYWRIGHT)
    expect(output).toContain('2 plans for 1 test, all held')
    expect(code).toBe(0)
  },
  TIMEOUT,
)

test.each([
  [['--kinds', 'lose'], 'Write the command that runs the tests behind --'],
  [['--kinds', 'loose', '--', 'true'], '--kinds: [pusher-js-fake] invalid_plan: Plan "loose"'],
  [['--max', 'many', '--', 'true'], '--max must be a whole number from 1, got "many"'],
  [['--seed', 'x', '--', 'true'], '--seed must be a whole number, got "x"'],
  [['--loud', '--', 'true'], "Unknown option '--loud'"],
  [['--', 'no-such-command'], 'Cannot start "no-such-command"'],
  [['--', 'node', '--eval', '0'], 'No test with frames: none reported a fake'],
  [
    ['--', 'node', '--eval', 'console.log("broken anyway"); process.exit(3)'],
    'The tests fail without any fault',
  ],
  [['--', 'node', '--eval', 'console.log("broken anyway"); process.exit(3)'], 'broken anyway'],
])(
  '%j is a clear error',
  async (args, message) => {
    const { code, output } = await sweep(...args)
    expect(output).toContain(`pusher-js-fake sweep: `)
    expect(output).toContain(message)
    expect(code).toBe(2)
  },
  TIMEOUT,
)
