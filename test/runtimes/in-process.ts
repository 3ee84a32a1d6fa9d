import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import Pusher, { type Options } from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'

// Run by `npm run test:runtimes` in Bun and in Deno, and in Node for comparison: against the built package.

const HOST = 'api-mt1.pusher.com'

async function eventsBy(transport: NonNullable<Options['enabledTransports']>[number]) {
  const fake = installPusherFake({ Pusher, logger: false, clientEvents: true })
  const pusher = new Pusher(fake.key, { cluster: 'mt1', enabledTransports: [transport] })
  try {
    const heard: unknown[] = []
    const channel = pusher.subscribe('orders')
    channel.bind('created', (data: unknown) => heard.push(data))
    await fake.waitForSubscription('orders')
    const arrived = new Promise((resolve) => channel.bind('last', resolve))
    fake.trigger('orders', 'created', { id: 1 })
    fake.trigger('orders', 'created', { id: 2 })
    fake.trigger('orders', 'last', {})
    await arrived
    assert.deepEqual(heard, [{ id: 1 }, { id: 2 }])

    const again = new Promise((resolve) => pusher.connection.bind('connected', resolve))
    fake.faults.disconnect({ code: 4200 })
    await again
    await fake.waitForSubscription('orders')
  } finally {
    pusher.disconnect()
    fake.uninstall()
  }
}

/** What Deno and Bun have besides. */
interface Runtime {
  readonly Deno?: Record<'connect' | 'connectTls', (options: object) => Promise<unknown>>
  readonly Bun?: { connect(options: object): Promise<unknown> }
}

const { Deno, Bun } = globalThis as Runtime
const at = { hostname: HOST, port: 443 }

/** What leads to Pusher's hosts, by name. */
const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  fetch: () => fetch(`https://${HOST}/apps/1/channels`),
  'fetch of a Request': () => fetch(new Request(`https://${HOST}/apps/1/channels`)),
  // Of Bun's own.
  'fetch by a proxy': () =>
    fetch(`https://${HOST}/apps/1/channels`, { proxy: 'http://127.0.0.1:9' } as RequestInit),
  http2: () => once(http2.connect(`https://${HOST}`), 'connect'),
  https: () => once(https.get(`https://${HOST}/apps/1/channels`), 'response'),
  http: () => once(http.get(`http://${HOST}/apps/1/channels`), 'response'),
  net: () => once(net.connect(443, HOST), 'connect'),
  tls: () => once(tls.connect({ port: 443, host: HOST }), 'secureConnect'),
  ...(Deno && {
    'Deno.connect': () => Deno.connect(at),
    'Deno.connectTls': () => Deno.connectTls(at),
  }),
  ...(Bun && { 'Bun.connect': () => Bun.connect({ ...at, socket: { data() {} } }) }),
}

async function nothingLeaves() {
  const fake = installPusherFake({ Pusher, logger: false })
  try {
    for (const [name, go] of Object.entries(WAYS)) {
      const before = fake.problems().length
      await assert.rejects(go(), name)
      const problems = fake.problems().slice(before)
      assert.equal(problems.length, 1, `${name}: ${JSON.stringify(problems)}`)
      assert.equal(problems[0]?.code, 'unhandled_request', name)
      assert.match(problems[0]?.message ?? '', /api-mt1\.pusher\.com/, name)
    }
  } finally {
    fake.uninstall()
  }
}

async function restoresWhatWasThere() {
  const names = ['fetch', 'WebSocket'] as const
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  const dials = () => [Deno?.connect, Deno?.connectTls, Bun?.connect]
  const [{ connect }, dialled] = [net.Socket.prototype, dials()]
  installPusherFake({ Pusher, logger: false }).uninstall()
  const after = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  assert.deepEqual(after, before)
  assert.equal(net.Socket.prototype.connect, connect)
  assert.deepEqual(dials(), dialled)
}

const tests = {
  'events by a socket, and connecting again': () => eventsBy('ws'),
  'events by xhr_streaming': () => eventsBy('xhr_streaming'),
  'events by xhr_polling': () => eventsBy('xhr_polling'),
  'no request leaves for the live service': nothingLeaves,
  'uninstalling restores what was there': restoresWhatWasThere,
}

for (const [name, test] of Object.entries(tests)) {
  await test()
  console.log(`  passed: ${name}`)
}
process.exit(0)
