import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, describe, expect, test } from 'vitest'

const children: ChildProcess[] = []
const servers: PusherServer[] = []
const backend = fileURLToPath(new URL('backend.mjs', import.meta.url))
const load = {
  '--import': fileURLToPath(new URL('../../dist/node.js', import.meta.url)),
  '--require': fileURLToPath(new URL('../../dist/cjs/node.cjs', import.meta.url)),
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill()
  for (const server of servers.splice(0)) await server.close()
})

async function listeningFake(): Promise<{ fake: PusherFake; url: string }> {
  const fake = createPusherFake({ appId: 'app', key: 'key', secret: 'secret', logger: false })
  const server = await startPusherServer(fake)
  servers.push(server)
  return { fake, url: server.webUrl }
}

interface Backend {
  readonly ask: (path: string, headers?: Record<string, string>, body?: string) => Promise<string>
  readonly told: () => string
}

async function start(url: string | undefined, flag: keyof typeof load): Promise<Backend> {
  const { PUSHER_FAKE_URL: _, NODE_OPTIONS: __, ...env } = process.env
  const child = fork(backend, {
    execArgv: [flag, load[flag]],
    env: { ...env, ...(url !== undefined && { PUSHER_FAKE_URL: url }) },
    silent: true,
  })
  children.push(child)
  let told = ''
  child.stderr?.on('data', (chunk) => {
    told += String(chunk)
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message) => typeof message === 'number' && resolve(message))
    child.on('exit', () => reject(new Error(told)))
  })
  return {
    ask: async (path, headers = {}, body) => {
      const init = { headers, ...(body !== undefined && { method: 'POST', body }) }
      return (await fetch(`http://127.0.0.1:${port}/${path}`, init)).text()
    },
    told: () => told,
  }
}

const eventNames = (fake: PusherFake) =>
  fake
    .journal()
    .flatMap((entry) => (entry.kind === 'rest' && entry.method === 'POST' ? [entry.body] : []))
    .map((body): unknown => JSON.parse(body).name)

const paths = (fake: PusherFake) =>
  fake
    .journal()
    .flatMap((entry) => (entry.kind === 'rest' && entry.method === 'GET' ? [entry.path] : []))

describe.each(['--import', '--require'] as const)('a backend started with %s', (flag) => {
  test('reaches the fake with its SDK, fetch, and the socket of its own pusher-js', async () => {
    const { fake, url } = await listeningFake()
    const { ask } = await start(url, flag)
    expect(await ask('sdk/created')).toBe('200')
    expect(await ask('fetch/orders')).toBe('200')
    expect(eventNames(fake)).toEqual(['created'])
    expect(paths(fake)).toEqual(['/apps/app/channels/orders'])
    await fake.waitForSubscription('news')
    // Nobody has subscribed to what the backend sent.
    expect(fake.problems().map(({ code }) => code)).toEqual(['no_receiver'])
  })
})

test('the request in hand says whose fake is meant, though agents share connections', async () => {
  const [ada, bob] = [await listeningFake(), await listeningFake()]
  const { ask } = await start(ada.url, '--import')
  const asked = Array.from({ length: 40 }, (_, index) => {
    const path = index % 4 < 2 ? 'sdk' : 'fetch'
    const headers = { cookie: `a=b; x-pusher-fake=${encodeURIComponent(bob.url)}` }
    return index % 2 === 0 ? ask(`${path}/ada`) : ask(`${path}/bob`, headers)
  })
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['200']))
  await ask('sdk/header', { 'x-pusher-fake': bob.url })

  const ten = (value: string) => Array.from({ length: 10 }, () => value)
  expect(eventNames(ada.fake)).toEqual(ten('ada'))
  expect(paths(ada.fake)).toEqual(ten('/apps/app/channels/ada'))
  expect(eventNames(bob.fake)).toEqual([...ten('bob'), 'header'])
  expect(paths(bob.fake)).toEqual(ten('/apps/app/channels/bob'))
})

test('a request is in hand for who listens to its body, and to the end of its answer', async () => {
  const [ada, bob] = [await listeningFake(), await listeningFake()]
  const { ask } = await start(ada.url, '--import')
  const long = 'x'.repeat(500_000)
  for (const body of ['a', long]) {
    expect(await ask('sdk/ada', {}, body)).toBe('200')
    expect(await ask('sdk/bob', { 'x-pusher-fake': bob.url }, body)).toBe('200')
    expect(await ask('late/late', { 'x-pusher-fake': bob.url }, body)).toBe('soon')
  }
  await expect.poll(() => eventNames(bob.fake)).toHaveLength(4)
  expect(eventNames(bob.fake).toSorted()).toEqual(['bob', 'bob', 'late', 'late'])
  expect(eventNames(ada.fake)).toEqual(['ada', 'ada'])
})

test('a header that names a stranger is not believed', async () => {
  const { fake, url } = await listeningFake()
  const { ask } = await start(url, '--import')
  expect(await ask('sdk/created', { 'x-pusher-fake': 'http://stranger.example' })).toBe('200')
  expect(eventNames(fake)).toEqual(['created'])
})

test('what is no part of the service is refused, and the fake tells of it', async () => {
  const { fake, url } = await listeningFake()
  const { ask } = await start(url, '--import')
  expect(await ask('unknown/x')).toBe('404')
  expect(fake.problems()).toMatchObject([
    expect.objectContaining({
      code: 'unhandled_request',
      message: expect.stringContaining('GET http://somewhere.pusher.com/nothing'),
    }),
  ])
})

test('without a fake it says where to start one, and nothing leaves', async () => {
  const { ask, told } = await start('http://127.0.0.1:1', '--import')
  const sentence = 'was to go to the fake at http://127.0.0.1:1, which cannot be reached'
  expect(await ask('sdk/created')).toContain(
    `https://api-eu.pusher.com/apps/app/events ${sentence}`,
  )
  await expect.poll(told).toContain(`wss://ws-eu.pusher.com:443/app/key ${sentence}`)
})

test('without PUSHER_FAKE_URL it says so, and nothing leaves', async () => {
  const { ask, told } = await start(undefined, '--import')
  expect(await ask('sdk/created')).toContain('Set PUSHER_FAKE_URL')
  expect(told()).toContain('Set PUSHER_FAKE_URL')
})

test('a PUSHER_FAKE_URL that is no URL ends the start', async () => {
  const started = start('127.0.0.1:6100', '--import')
  await expect(started).rejects.toThrow('PUSHER_FAKE_URL must be the URL that the fake listens on')
})
