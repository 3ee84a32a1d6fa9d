import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import Pusher from 'pusher'
import Client from 'pusher-js'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { runCli } from '../../src/standalone/command/run-cli.ts'

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

interface Run {
  readonly child: ChildProcess
  /** Resolves with what was printed so far when it matches. */
  untilPrinted(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<{ code: number | null; error: string }>
}

function run(args: readonly string[], environment: Record<string, string> = {}): Run {
  const env = { PATH: process.env['PATH'], ...environment }
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += String(chunk)
  })
  const error = text(child.stderr)
  return {
    child,
    ended: once(child, 'close').then(async ([code]) => ({ code, error: await error })),
    untilPrinted: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(printed)
          if (match !== null) resolve(match)
        }
        child.stdout.on('data', check)
        child.once('close', () => reject(new Error(`${pattern} was not printed, but: ${printed}`)))
        check()
      }),
  }
}

/** The command without a process of its own, asked to end as soon as it serves. */
async function inProcess(args: readonly string[], environment: Record<string, string> = {}) {
  let output = ''
  let error = ''
  const code = await runCli({
    ...{ args, environment, version: '0' },
    write: (chunk) => {
      output += chunk
    },
    writeError: (chunk) => {
      error += chunk
    },
    untilStopped: () => Promise.resolve(),
  })
  return { code, output, error }
}

test('serves an app of the environment on a free port, and says where and how', async () => {
  const environment = {
    PUSHER_APP_ID: '7',
    PUSHER_KEY: 'k7',
    PUSHER_SECRET: 's7',
    PUSHER_CLUSTER: 'eu',
  }
  const { child, untilPrinted, ended } = run(['--port', '0'], environment)
  const [, port] = await untilPrinted(
    /^App 7, key k7: sockets at ws:\/\/127\.0\.0\.1:(\d+), HTTP at http:/m,
  )
  for (const line of [
    /new Pusher\('k7', \{ cluster: 'eu', wsHost: '127\.0\.0\.1', wsPort: \d+/,
    /Pusher\.secret = 's7'/,
    /PUSHER_APP_ID=7/,
    /REVERB_PORT=\d+/,
    /broadcaster: 'reverb'/,
  ]) {
    await untilPrinted(line)
  }
  const [, inspector] = await untilPrinted(
    /^Inspector at (http:\/\/127\.0\.0\.1:\d+\/inspector)#\S+$/m,
  )
  expect((await fetch(inspector ?? '')).headers.get('content-type')).toContain('text/html')
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/k7?protocol=7`)
  await once(socket, 'message')
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'orders' } }))
  await once(socket, 'message')
  const event = once(socket, 'message')
  const sdk = new Pusher({
    appId: '7',
    key: 'k7',
    secret: 's7',
    host: '127.0.0.1',
    port: port ?? '',
  })
  await sdk.trigger('orders', 'created', { id: 1 })
  expect(JSON.parse(String((await event)[0]))).toMatchObject({ event: 'created' })

  const closed = once(socket, 'close')
  child.kill('SIGTERM')
  expect((await closed)[0]).toBe(1001)
  expect(await ended).toEqual({ code: 0, error: '' })
})

test('replays a HAR to who comes, and again when they are gone', async () => {
  const har = fileURLToPath(new URL('../../fixtures/recordings/chrome.har', import.meta.url))
  const { untilPrinted } = run(['--port', '0', '--replay', har, '--replay-speed', '1000'])
  const [, port] = await untilPrinted(/sockets at ws:\/\/127\.0\.0\.1:(\d+)/)
  for (const visit of ['first', 'second']) {
    const client = new Client('app-key', {
      ...{ cluster: 'mt1', wsHost: '127.0.0.1', wsPort: Number(port), forceTLS: false },
      enabledTransports: ['ws'],
    })
    const orders: unknown[] = []
    await new Promise<void>((resolve) => {
      client.subscribe('orders').bind('created', (order: unknown) => {
        if (orders.push(order) === 2) resolve()
      })
    })
    expect([visit, orders]).toEqual([
      visit,
      [
        { id: 1, total: 20 },
        { id: 2, total: 5 },
      ],
    ])
    client.disconnect()
  }
})

test.each([
  [['--replay', 'none.har'], /--replay: ENOENT/],
  [['--replay-speed', '2'], /--replay-speed needs --replay/],
  [['--replay', 'package.json'], /--replay: package.json: .* has no log.entries/],
  [['--replay', 'package.json', '--replay-speed', 'fast'], /must be a number above 0, got "fast"/],
])('%j is refused', async (args, message) => {
  expect(await inProcess(['--port', '0', ...args])).toMatchObject({
    code: 2,
    error: expect.stringMatching(message),
  })
})

test("takes the gem's options, prints frames when verbose, and posts webhooks before it ends", async () => {
  const posted: IncomingMessage[] = []
  const bodies: Promise<string>[] = []
  const app = createServer((request, response) => {
    posted.push(request)
    bodies.push(text(request))
    response.end()
  })
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hooks`
  const { child, untilPrinted, ended } = run([
    ...['-i', '1', '-k', 'k', '-s', 's', '--socket-host', '127.0.0.1', '--socket-port', '0'],
    ...['--web-host', '127.0.0.1', '--web-port', '0', '--webhooks', url, '-v'],
  ])
  const [, port, webPort] = await untilPrinted(
    /sockets at ws:\/\/127\.0\.0\.1:(\d+), HTTP at http:\/\/127\.0\.0\.1:(\d+)/,
  )
  expect(port).not.toBe(webPort)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/k?protocol=7`)
  await once(socket, 'message')
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'orders' } }))
  await untilPrinted(/^→ \d+\.\d+ .*pusher:subscribe/m)
  child.kill('SIGINT')
  expect((await ended).code).toBe(0)
  const names = (await Promise.all(bodies)).flatMap((body) =>
    (JSON.parse(body) as { events: { name: string }[] }).events.map(({ name }) => name),
  )
  expect(names).toEqual(['channel_occupied', 'channel_vacated'])
  expect(posted[0]?.headers['x-pusher-key']).toBe('k')
  app.close()
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  'ends by %s while receivers hang or are gone, with one attempt each, and names what is lost',
  async (signal) => {
    const posted: string[] = []
    const hanging = createServer(async (request) => {
      posted.push(await text(request))
    })
    hanging.listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const hang = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/hang`
    const { child, untilPrinted, ended } = run([
      ...['--port', '0', '--webhooks', `${hang},http://127.0.0.1:1/gone`],
    ])
    const [, port] = await untilPrinted(/sockets at ws:\/\/127\.0\.0\.1:(\d+)/)
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/app-key?protocol=7`)
    await once(socket, 'message')
    for (const channel of ['a', 'b']) {
      socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel } }))
      await once(socket, 'message')
    }
    child.kill(signal)
    const { code, error } = await ended
    expect(code).toBe(0)
    const lost = error.split('\n').filter((line) => line.includes('lost'))
    for (const url of [hang, 'http://127.0.0.1:1/gone']) {
      for (const event of ['occupied "a"', 'occupied "b"', 'vacated "a"', 'vacated "b"']) {
        expect(lost).toContainEqual(expect.stringContaining(`channel_${event} to ${url}`))
      }
    }
    expect(lost).toHaveLength(8)
    expect(posted).toHaveLength(4)
    hanging.closeAllConnections()
    hanging.close()
  },
)

test.each([
  ['a shell that is killed', 'sh', (command: string) => ['-c', `${command}; true`]],
  ['a test runner that is killed', process.execPath, spawnedBy],
] as const)('does not outlive %s', async (_, program, argsFor) => {
  const starter = spawn(program, argsFor(`${process.execPath} ${cli} --port 0`), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(starter)
  const port = await new Promise<number>((resolve) => {
    let printed = ''
    starter.stdout.on('data', (chunk) => {
      printed += String(chunk)
      const [, found] = /^Inspector at http:\/\/127\.0\.0\.1:(\d+)/m.exec(printed) ?? []
      if (found !== undefined) resolve(Number(found))
    })
  })
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/app-key?protocol=7`)
  await once(socket, 'message')
  const closed = once(socket, 'close')
  starter.kill('SIGKILL')
  expect((await closed)[0]).toBe(1001)
})

/** As a test runner starts it, with pipes and no shell between. */
function spawnedBy(command: string): string[] {
  const [program = '', ...args] = command.split(' ')
  const source = `require('node:child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(args)}, { stdio: 'inherit' })`
  return ['-e', source]
}

test('ends by SIGHUP, as when a terminal is closed', async () => {
  const { child, untilPrinted, ended } = run(['--port', '0'])
  await untilPrinted(/^Inspector at/m)
  child.kill('SIGHUP')
  expect(await ended).toEqual({ code: 0, error: '' })
})

test('serves several apps of a configuration file', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'pusher-js-fake-')), 'config.json')
  const apps = [
    { appId: '1', key: 'one', secret: 's1' },
    { appId: '2', key: 'two', secret: 's2' },
  ]
  await writeFile(path, JSON.stringify({ apps, port: 0 }))
  const { untilPrinted } = run(['--config', path])
  await untilPrinted(/^App 1, key one/m)
  const [, port] = await untilPrinted(/^App 2, key two: sockets at ws:\/\/127\.0\.0\.1:(\d+)/m)
  for (const { key } of apps) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${key}?protocol=7`)
    await once(socket, 'message')
    socket.terminate()
  }
})

test('a port in use is one line and exit code 2', async () => {
  const taken = createServer()
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  expect(await run(['--port', String(port)]).ended).toEqual({
    code: 2,
    error: `pusher-js-fake: Port ${port} is in use; choose another, or 0 for a free one\n`,
  })
  taken.close()
})

test.each([
  [['--prot', '1'], /^pusher-js-fake: Unknown option '--prot'. Write --port. See --help.\n$/],
  [['--no-client-event'], /Write --no-client-events. See --help.\n$/],
  [['--nothing-like-it'], /^pusher-js-fake: Unknown option '--nothing-like-it'. See --help.\n$/],
  [['inti'], /^pusher-js-fake: Unexpected argument 'inti'. Write init. See --help.\n$/],
  [['--port', 'x'], /^pusher-js-fake: A port must be a number between 0 and 65535, got "x"\n$/],
  [['--key', ''], /^pusher-js-fake: Option "key" must be a non-empty string.*\n$/],
  [['--tls-cert', 'x'], /^pusher-js-fake: --tls-cert and --tls-key go together\n$/],
  [['--tls-cert', '/none', '--tls-key', '/none'], /^pusher-js-fake: --tls-cert: ENOENT.*\n$/],
  [['--tls-cert', cli, '--tls-key', cli], /^pusher-js-fake: The certificate cannot be used: .*\n$/],
  [
    ['--config', cli],
    /^pusher-js-fake: --config .*cli.js: It must hold a JSON object: Unexpected token.*\n$/,
  ],
  ...['', '[::1]', 'http://127.0.0.1', '127.0.0.1:80', 'a b'].map((host): [string[], RegExp] => [
    ['--host', host],
    /^pusher-js-fake: Option "host" must be an address or a name.*\n$/,
  ]),
  [['--webhooks', 'nowhere'], /^pusher-js-fake: A webhook needs an absolute .*\n$/],
])('%j is one line and exit code 2', async (args, error) => {
  expect(await inProcess(args)).toMatchObject({ code: 2, error: expect.stringMatching(error) })
})

const ONE = { appId: '1', key: 'one' }

test.each<[object, string]>([
  [{ apps: 5 }, '"apps" must be a list of objects, got 5'],
  [{ apps: [null] }, '"apps" must be a list of objects, got [null]'],
  [{ apps: [] }, '"apps" must be at least one app, got []'],
  [
    { webhooks: 'http://localhost/' },
    '"webhooks" must be a list of URLs, or of { "url", "events" }, got "http://localhost/"',
  ],
  [{ verbose: 1 }, '"verbose" must be true or false, got 1'],
  [{ port: '1' }, '"port" must be a port between 0 and 65535, got "1"'],
  [{ webPort: 70_000 }, '"webPort" must be a port between 0 and 65535, got 70000'],
  [
    { control: { tokn: 'a' } },
    'Unknown option "control.tokn", write "control.token". Allowed are: token, hosts.',
  ],
  [
    { tls: { cert: 'a' } },
    '"tls" must be an object of the files "cert" and "key", got {"cert":"a"}',
  ],
  [{ key: 'one' }, '"key" belongs to an app: "apps": [{ "key": "one" }]'],
  [{ limits: false }, '"limits" belongs to an app: "apps": [{ "limits": false }]'],
  [{ apps: [{ ...ONE, port: 1 }] }, 'apps[0]: "port" belongs to the server, beside "apps"'],
  [
    { apps: [ONE, { ...ONE, key: 'b' }] },
    'apps[1] has the appId "1" of apps[0]; give each its own',
  ],
  [
    { apps: [ONE, { appId: '2', key: 'one' }] },
    'apps[1] has the key "one" of apps[0]; give each its own',
  ],
  [{ apps: [{}, {}] }, 'apps[1] has the appId "1000001" of apps[0]; give each its own'],
  [
    { webHost: '127.0.0.1' },
    '"webHost" needs a port of its own for HTTP: --web-port or "webPort", 0 for a free one',
  ],
])('the configuration %j is one line and exit code 2', async (config, error) => {
  const path = await configFile(config)
  expect(await inProcess(['--config', path])).toMatchObject({
    code: 2,
    error: `pusher-js-fake: --config ${path}: ${error}\n`,
  })
})

test.each<[object, RegExp]>([
  [{ apps: [{ id: '1' }] }, /apps\[0\]: unknown key "id", write "appId"\./],
  [{ apps: [{ tlsOnly: true }] }, /"tlsOnly" needs a certificate/],
  [{ host: 'a b' }, /config\.json: "host" must be an address or a name/],
  [{ control: { token: 'a', hosts: 'b' } }, /config\.json: Option "control\.hosts" must be a list/],
  [{ tls: { cert: 'none', key: 'none' } }, /config\.json: "tls\.cert": ENOENT/],
  [{ replay: { har: 'none' } }, /config\.json: "replay\.har": ENOENT/],
  [{ webhooks: ['ftp://a'] }, /config\.json: webhooks\[0\]: A webhook needs an absolute http/],
  [
    { apps: [{ webhooks: [{ url: 'http://a/', events: ['b'] }] }] },
    /config\.json: apps\[0\]\.webhooks\[0\]: Option "events" must be/,
  ],
  [{ prot: 1 }, /unknown key "prot", write "port"\. Known are: apps, .*\n$/],
  [
    { apps: [{ ...ONE, clientEvent: true }] },
    /apps\[0\]: unknown key "clientEvent", write "clientEvents"\. Known are: appId, /,
  ],
  [{ apps: [{ ...ONE, logger: false }] }, /apps\[0\]: unknown key "logger"/],
  [{ apps: [ONE, { appId: '2', key: '2', secret: 5 }] }, /apps\[1\]: Option "secret" must be/],
  [
    { apps: [{ activityTimeoutSeconds: 'x' }] },
    /--config .*config\.json: apps\[0\]: Option "activityTimeoutSeconds" must be/,
  ],
  [{ apps: [{ limits: { connections: -1 } }] }, /: apps\[0\]: Option "limits.connections" must be/],
  [{ apps: [{ events: { a: 5 } }] }, /config\.json: apps\[0\]: /],
  [{ apps: [{ encryptionMasterKeyBase64: 'x' }] }, /apps\[0\]: .*must be 32 bytes/],
])('the configuration %j is refused by name', async (config, error) => {
  const { code, error: printed } = await inProcess(['--config', await configFile(config)])
  expect([code, printed]).toEqual([2, expect.stringMatching(error)])
  expect(printed.trim().split('\n')).toHaveLength(1)
})

test.each([
  ['', /must hold a JSON object, and is empty\n$/],
  ['// mine\n{}', /must hold a JSON object: Unexpected token '\/'/],
  ['{"apps":[],}', /must hold a JSON object: Expected double-quoted property name/],
  ['[]', /must hold a JSON object\n$/],
])('the file %j is refused with what is wrong in it', async (text, error) => {
  const path = join(await mkdtemp(join(tmpdir(), 'pusher-js-fake-')), 'config.json')
  await writeFile(path, text)
  expect((await inProcess(['--config', path])).error).toMatch(error)
})

test('a file may name the schema that an editor reads', async () => {
  const path = await configFile({ $schema: 'x', nothing: 1 })
  expect((await inProcess(['--config', path])).error).toMatch(/unknown key "nothing"/)
})

test('a flag for one app and a file of several do not go together', async () => {
  const path = await configFile({ apps: [ONE, { appId: '2', key: 'two' }] })
  const { error } = await inProcess(['--config', path, '--key', 'three'])
  expect(error).toMatch(
    /^pusher-js-fake: --key is for one app, and .* has 2; write it in the file\n$/,
  )
})

test.each<[Record<string, string>, RegExp]>([
  [{ PUSHER_APP_ID: '5', PUSHER_APP_KEY: 'k', PUSHER_APP_SECRET: 's' }, /^App 5, key k:/m],
  [{ PUSHER_KEY: '', PUSHER_APP_KEY: 'k' }, /^App 1000001, key k:/m],
  [{ REVERB_APP_ID: '6', REVERB_APP_KEY: 'r' }, /^App 6, key r:/m],
  [{ PUSHER_APP_KEY: 'k', REVERB_APP_KEY: 'r' }, /, key k:/],
  [{ PUSHER_APP_KEY: 'k', REVERB_APP_KEY: 'r', BROADCAST_DRIVER: 'reverb' }, /, key r:/],
  [{ PUSHER_APP_KEY: 'k', REVERB_APP_KEY: 'r', BROADCAST_CONNECTION: 'reverb' }, /, key r:/],
  [{ PUSHER_URL: 'http://u:s@api.pusherapp.com/apps/7' }, /^App 7, key u:/m],
])('the environment %j names the app', async (environment, printed) => {
  expect((await inProcess(['--port', '0'], environment)).output).toMatch(printed)
})

test.each([
  [['--activity-timeout', 'x'], /--activity-timeout must be a number, got "x"/],
  [['--limits', 'connections'], /--limits must be such as connections=10/],
  [['--limits', 'conections=1'], /Unknown option "limits.conections", write "limits.connections"/],
  [['--encryption-master-key', 'x'], /"encryptionMasterKeyBase64" must be 32 bytes/],
  [['--port', '1', '--socket-port', '2'], /--port and --socket-port say the same/],
  [['--web-host', '127.0.0.1'], /--web-host needs a port of its own/],
  [['--control-host', 'pusher'], /--control-host needs --control-token/],
  [['--control-host', 'a b', '--control-token', 't'], /"control.hosts" must name hosts/],
])('%j is refused with a reason', async (args, error) => {
  expect(await inProcess(args)).toMatchObject({ code: 2, error: expect.stringMatching(error) })
})

test('options of an app by flag, with switches that are off', async () => {
  const { untilPrinted } = run([
    ...['--port', '0', '--no-verbose', '--no-client-events', '--activity-timeout', '7'],
    ...['--limits', 'connections=1'],
  ])
  const [, port] = await untilPrinted(/sockets at ws:\/\/127\.0\.0\.1:(\d+)/)
  const [one, two] = [0, 1].map(
    () => new WebSocket(`ws://127.0.0.1:${port}/app/app-key?protocol=7`),
  )
  if (one === undefined || two === undefined) throw new Error('unreachable')
  const outcomes = await Promise.all([once(one, 'message'), once(two, 'close')].map((each) => each))
  expect(String(outcomes[0]?.[0])).toContain('\\"activity_timeout\\":7')
  expect(outcomes[1]?.[0]).toBe(4004)
  one.terminate()
})

test('several tokens, a time to be authorized, and types of webhooks, by flag and environment', async () => {
  const bodies: Promise<string>[] = []
  const app = createServer((request, response) => {
    bodies.push(text(request))
    response.end()
  })
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hooks`
  const { child, untilPrinted, ended } = run(
    [
      ...['--port', '0', '--authorization-timeout', '0.1', '--seed', '7'],
      ...['--webhooks', `${url}#channel_vacated+member_added`],
    ],
    { PUSHER_EXTRA_TOKENS: 'young:s:2,younger:s3', PUSHER_WEBHOOKS: 'http://nowhere.example' },
  )
  const [, port] = await untilPrinted(/sockets at ws:\/\/127\.0\.0\.1:(\d+)/)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/young?protocol=7`)
  await once(socket, 'message')
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'orders' } }))
  expect((await once(socket, 'close'))[0]).toBe(4009)
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 0, error: expect.stringContaining('within 0.1 s') })
  const events = (await Promise.all(bodies)).flatMap((body) => JSON.parse(body).events)
  expect(events).toEqual([{ name: 'channel_vacated', channel: 'orders' }])
  app.close()
})

test.each([
  [['--extra-tokens', 'a-secret'], '--extra-tokens must be such as KEY:SECRET,KEY:SECRET'],
  [['--seed', 'x'], '--seed must be a number, got "x"'],
  [['--seed', '0.5'], 'Option "seed" must be a whole number, got 0.5'],
  [['--authorization-timeout', '0'], '"authorizedConnections.timeoutSeconds" must be a positive'],
  [['--webhooks', 'http://a.example#party'], '"events" must be a list of at least one of'],
])('%j is wrong', async (args, message) => {
  const { code, error } = await inProcess(['--port', '0', ...args])
  expect(code).toBe(2)
  expect(error).toContain(message)
  expect(error).not.toContain('a-secret')
})

test.each(['::1', '::', '0.0.0.0', 'localhost'])(
  'what is printed for --host %s connects when it is pasted',
  async (host) => {
    const { untilPrinted } = run(['--port', '0', '--host', host])
    const [, wsHost, wsPort] = await untilPrinted(/wsHost: '([^']+)', wsPort: (\d+)/)
    const [, sdkHost, sdkPort] = await untilPrinted(/host: '([^']+)', port: '(\d+)'/)
    const client = new Client('app-key', {
      cluster: 'mt1',
      wsHost: wsHost ?? '',
      wsPort: Number(wsPort),
      forceTLS: false,
      enabledTransports: ['ws', 'wss'],
    })
    await new Promise((resolve) => client.connection.bind('connected', resolve))
    client.disconnect()
    const credentials = { appId: '1000001', key: 'app-key', secret: 'app-secret' }
    const sdk = new Pusher({ ...credentials, host: sdkHost ?? '', port: sdkPort ?? '' })
    expect((await sdk.get({ path: '/channels' })).status).toBe(200)
    const [, inspector] = await untilPrinted(/^Inspector at (\S+)#/m)
    expect((await fetch(inspector ?? '')).status).toBe(200)
  },
)

test('GET / says where the inspector is, and tells no token', async () => {
  const { untilPrinted } = run(['--port', '0', '--control-token', 'a-secret'])
  const [, url, token] = await untilPrinted(/^Inspector at (\S+)\/inspector#(\S+)/m)
  const page = await (await fetch(`${url}/`)).text()
  expect(page).toContain(`${url}/inspector`)
  expect(page).toContain(`${url}/control/v1`)
  expect(page).not.toContain(token)
  expect(page).not.toContain('a-secret')
})

test('--verbose prints each refused request with its reason', async () => {
  const { untilPrinted } = run(['--port', '0', '--verbose', '--control-token', 'a'])
  const [, url] = await untilPrinted(/^Control API at (\S+)\/control/m)
  await fetch(`${url}/apps/1000001/events`, { method: 'POST', body: '{}' })
  await fetch(`${url}/apps/9/channels`)
  await fetch(`${url}/control/v1/reset`, { method: 'POST' })
  await fetch(`${url}/nowhere`)
  for (const path of ['/control/v1/trigger', '/apps/1000001/events?auth_key=app-key']) {
    const { port = '', hostname } = new URL(url ?? '')
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer a\r\nContent-Length: 9\r\n\r\n{"a":`,
      () => socket.destroy(),
    )
  }
  for (const line of [
    /^✗ POST \/apps\/1000001\/events 40\d .+$/m,
    /^✗ GET \/apps\/9\/channels 404 .*App 9 not found.*$/m,
    /^✗ POST \/control\/v1\/reset 401 .*There is no token.*$/m,
    /^✗ GET \/nowhere 404 Not found: \/nowhere$/m,
    /^✗ POST \/control\/v1\/trigger 400 .*"The request was cut off before its end\."\}$/m,
    /^✗ POST \/apps\/1000001\/events 400 The request was cut off before its end$/m,
  ]) {
    await untilPrinted(line)
  }
})

async function configFile(config: object): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'pusher-js-fake-')), 'config.json')
  await writeFile(path, JSON.stringify(config))
  return path
}

test('goes on when nobody reads its output any more', async () => {
  const { child, untilPrinted } = run(['--port', '0', '--verbose'])
  const [, port] = await untilPrinted(/sockets at ws:\/\/127\.0\.0\.1:(\d+)/)
  child.stdout?.destroy()
  for (const round of [1, 2, 3]) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/app-key?protocol=7`)
    await once(socket, 'message')
    expect(socket.readyState, `round ${round}`).toBe(WebSocket.OPEN)
    socket.terminate()
  }
})

test('help and version', async () => {
  const help = run(['--help'])
  await help.untilPrinted(/^Usage: pusher-js-fake \[options\]\n {7}pusher-js-fake init \[options\]/)
  expect((await help.ended).code).toBe(0)
  await run(['--version']).untilPrinted(/^\d+\.\d+\.\d+\n$/)
})
