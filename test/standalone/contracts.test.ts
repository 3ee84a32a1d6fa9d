import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PusherSdk from 'pusher'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../../src/standalone/command/run-cli.ts'
import { ControlClient, TOKEN } from './control/control-client.ts'

const CONTRACTS = {
  orders: { created: { properties: { id: { type: 'number' } }, required: ['id'] } },
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pusher-js-fake-'))
  await writeFile(join(folder, 'contracts.json'), JSON.stringify(CONTRACTS))
  await writeFile(join(folder, 'list.json'), '[]')
  await writeFile(join(folder, 'wrong.json'), '{"orders":{"created":{"type":"strng"}}}')
  const app = (events: unknown) => ({
    apps: [{ appId: '1', key: 'k', secret: 's', events }],
    port: 0,
  })
  await writeFile(join(folder, 'named.json'), JSON.stringify(app('contracts.json')))
  await writeFile(join(folder, 'inline.json'), JSON.stringify(app(CONTRACTS)))
  await writeFile(join(folder, 'number.json'), JSON.stringify(app(7)))
})

/** Runs the command; `work` is done with the server's port before it ends. */
async function command(
  args: readonly string[],
  work: (port: number) => Promise<void> = async () => {},
) {
  let output = ''
  let error = ''
  let ready: (text: string) => void = () => {}
  const served = new Promise<string>((resolve) => {
    ready = resolve
  })
  const code = await runCli({
    args: ['--port', '0', ...args],
    environment: {},
    version: '0',
    write(text) {
      output += text
      if (output.includes('Inspector at')) ready(output)
    },
    writeError(text) {
      error += text
    },
    async untilStopped() {
      const [, port = ''] = /HTTP at http:\/\/127\.0\.0\.1:(\d+)/.exec(await served) ?? []
      await work(Number(port))
    },
  })
  return { code, error }
}

function sdkOf(
  port: number,
  credentials: { appId: string; key: string; secret: string },
): PusherSdk {
  return new PusherSdk({ ...credentials, host: '127.0.0.1', port: String(port) })
}

const OWN = { appId: '1', key: 'k', secret: 's' }

describe('the command', () => {
  test.each([
    ['--contracts', ['--contracts', 'contracts.json', '--id', '1', '--key', 'k', '--secret', 's']],
    ['a configuration that names the file', ['--config', 'named.json']],
    ['a configuration that has them', ['--config', 'inline.json']],
  ])('%s: names what a backend sends and is not so', async (_, args) => {
    const paths = args.map((arg) => (arg.endsWith('.json') ? join(folder, arg) : arg))
    const { code, error } = await command(paths, async (port) => {
      const sdk = sdkOf(port, OWN)
      await sdk.trigger('orders', 'created', { id: 1 })
      await sdk.trigger('orders', 'created', { id: '1' })
    })
    expect(code).toBe(0)
    expect(error).toMatch(/^\[pusher-js-fake\] contract: The backend sent "created" on "orders"/)
    expect(error).toContain('  id: Instance type "string" is invalid')
  })

  test('--strict-contracts names what is not declared', async () => {
    const args = ['--contracts', join(folder, 'contracts.json'), '--strict-contracts']
    const own = { appId: '1000001', key: 'app-key', secret: 'app-secret' }
    const { error } = await command(args, async (port) => {
      await sdkOf(port, own).trigger('orders', 'creatd', { id: 1 })
    })
    expect(error).toContain('Did you mean "created"?')
  })

  test.each([
    [['--contracts', 'missing.json'], /--contracts: ENOENT/],
    [['--contracts', 'list.json'], /list\.json must hold a JSON object of channels/],
    [['--contracts', 'wrong.json'], /"created" on "orders": unknown type "strng"/],
    [['--config', 'number.json'], /apps\[0\]\.events must be an object of channels, or the name/],
    [['--strict-contracts'], /"strict" needs "events"/],
  ])('%j is refused in one line', async (args, message) => {
    const { code, error } = await command(
      args.map((arg) => (arg.endsWith('.json') ? join(folder, arg) : arg)),
    )
    expect(code).toBe(2)
    expect(error).toMatch(message)
    expect(error.trim().split('\n')).toHaveLength(1)
  })
})

test('the control API makes an app with contracts: its own trigger is refused, a backend is reported', async () => {
  const fake = createPusherFake({ logger: false })
  await using server = await startPusherServer(fake, { control: { token: TOKEN } })
  const control = new ControlClient(server.webUrl)
  const { status, body } = await control.post('/apps', { events: CONTRACTS, strict: true })
  expect(status).toBe(200)
  const app = body as typeof OWN & { host: string; port: number }
  const at = (path: string) => `${path}?app=${app.appId}`

  const trigger = (data: unknown) =>
    control.post(at('/trigger'), { channels: 'orders', event: 'created', data })
  expect(await trigger({ id: 1 })).toMatchObject({ status: 200 })
  expect(await trigger({})).toMatchObject({
    status: 400,
    body: { code: 'contract', message: expect.stringContaining('required property "id"') },
  })
  await sdkOf(server.port, app).trigger('orders', 'created', {})
  expect((await control.get(at('/problems'))).body).toMatchObject([
    { code: 'contract', channel: 'orders', message: expect.stringContaining('The backend sent') },
  ])
})

test('the control API refuses contracts that are none', async () => {
  const fake = createPusherFake({ logger: false })
  await using server = await startPusherServer(fake, { control: { token: TOKEN } })
  const control = new ControlClient(server.webUrl)
  const refused = (options: object) => control.post('/apps', options)
  const wrong = { orders: { created: { type: 'strng' } } }
  expect(await refused({ events: wrong })).toMatchObject({
    status: 400,
    body: { code: 'invalid_option', message: expect.stringContaining('unknown type "strng"') },
  })
  expect(await refused({ events: [] })).toMatchObject({ status: 400 })
  expect(await refused({ contracts: 'maybe' })).toMatchObject({ status: 400 })
})
