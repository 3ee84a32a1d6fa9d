import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const PUSHER_VARIABLE = /^(PUSHER|VITEST)/

/** `npm run test:live`, in an environment of its own. */
async function testLive(
  environment: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const clean = Object.entries(process.env).filter(([name]) => !PUSHER_VARIABLE.test(name))
  const child = spawn('npm', ['run', 'test:live', '--', ...args], {
    cwd: ROOT,
    env: { ...Object.fromEntries(clean), ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output: stripVTControlCharacters(output) }
}

test('without credentials it fails and says which are missing', async () => {
  const { code, output } = await testLive({ PUSHER_KEY: 'k', PUSHER_SECRET: 's' })
  expect(code).toBe(1)
  expect(output).toContain('needs its credentials: set PUSHER_APP_ID, PUSHER_CLUSTER.')
}, 30_000)

test('a server of the protocol that behaves passes, and a skip has its cause', async () => {
  const fake = createPusherFake({ key: 'live-key', secret: 'live-secret', logger: false })
  await using server = await startPusherServer(fake)
  const { code, output } = await testLive({
    ...environmentOf(fake, server),
    PUSHER_FEATURES: 'clientEvents,watchlist',
  })
  expect(output).not.toContain('FAIL')
  expect(code).toBe(0)
  expect(Number(/Tests +(\d+) passed/.exec(output)?.[1])).toBeGreaterThan(200)
  expect(output).toContain('needs an app with subscriptionCount: switch it on in the dashboard')
  expect(output).toContain('Pusher posts webhooks to a public URL of the app')
  fake.close()
}, 60_000)

test('one that does not is found out', async () => {
  // It sends what was not asked for.
  const fake = createPusherFake({ subscriptionCount: true, logger: false })
  await using server = await startPusherServer(fake)
  const { code, output } = await testLive(
    environmentOf(fake, server),
    '-t',
    'a public channel with the empty auth',
  )
  expect(code).toBe(1)
  expect(output).toContain('1 failed')
  expect(output).toContain('instead of nothing.event: expected "pusher:pong"')
  fake.close()
}, 60_000)

function environmentOf(fake: PusherFake, { host, port }: PusherServer): Record<string, string> {
  return {
    PUSHER_APP_ID: fake.appId,
    PUSHER_KEY: fake.key,
    PUSHER_SECRET: fake.secret,
    PUSHER_HOST: host,
    PUSHER_PORT: String(port),
    PUSHER_SCHEME: 'http',
  }
}
