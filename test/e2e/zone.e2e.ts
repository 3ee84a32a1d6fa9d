import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Page } from '@playwright/test'
import type Pusher from 'pusher-js'
import type { Options } from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import type { installPusherFake } from 'pusher-js-fake/browser'
import { test } from 'pusher-js-fake/playwright'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { ORIGIN, serveApp } from './support/app-page.ts'

const require = createRequire(import.meta.url)
const [zoneJs, pusherJs, script] = [
  'zone.js',
  'pusher-js/dist/web/pusher.js',
  'pusher-js-fake/script',
].map((name) => readFileSync(require.resolve(name), 'utf8'))

interface ZoneTask {
  readonly type: string
}
interface Zone {
  readonly name: string
  run<T>(work: () => T): T
  fork(spec: {
    name: string
    onInvokeTask?(
      delegate: { invokeTask(...args: readonly unknown[]): unknown },
      current: Zone,
      target: Zone,
      task: ZoneTask,
      ...args: readonly unknown[]
    ): unknown
  }): Zone
}

interface Watched {
  readonly Zone: { readonly current: Zone }
  readonly Pusher: typeof Pusher
  readonly pusherJsFake: { installPusherFake: typeof installPusherFake }
  fake: ReturnType<typeof installPusherFake>
  socket: WebSocket
  clients: Pusher[]
  heard: string[]
}

/** Where the service is, for a raw socket and for pusher-js. */
interface Service {
  readonly url: string
  readonly options: Options
}

const FAKE: Service = {
  url: 'wss://ws-mt1.pusher.com/app/app-key?protocol=7',
  options: { cluster: 'mt1' },
}

/** Sets handlers in zones that write down what they see, and how often a zone was entered by an event. */
function watch({ url, options }: Service): void {
  const page = globalThis as unknown as Watched
  const heard: string[] = []
  const root = page.Zone.current
  const fork = (name: string) =>
    root.fork({
      name,
      onInvokeTask(delegate, _current, target, task, ...args) {
        if (task.type === 'eventTask') heard.push(`task in ${name}`)
        return delegate.invokeTask(target, task, ...args)
      },
    })
  const [first, second] = [fork('first'), fork('second')]
  const socket = new WebSocket(url)
  const note = (who: string, event: Event, self: unknown) => {
    const { target, currentTarget, eventPhase, type } = event
    const isOwn = [target, currentTarget, self].every((each) => each === socket)
    heard.push(`${who} ${type}: ${isOwn} ${eventPhase} in ${page.Zone.current.name}`)
    // What a change detection waits for.
    queueMicrotask(() => heard.push(`microtask in ${page.Zone.current.name}`))
  }
  first.run(() => {
    socket.onopen = function (event) {
      note('handler', event, this)
    }
    socket.onmessage = () => heard.push('a handler that was replaced')
    socket.addEventListener('message', function (event) {
      note('listener', event, this)
    })
  })
  second.run(() => {
    socket.onmessage = function (event) {
      note('handler', event, this)
    }
    socket.addEventListener('close', { handleEvent: (event) => note('object', event, socket) })
    socket.onclose = function (event) {
      note('handler', event, this)
    }
    socket.onerror = () => heard.push('a handler that was taken away')
    socket.onerror = null
  })
  const clients = (['ws', 'xhr_streaming'] as const).map((transport) =>
    fork(`app over ${transport}`).run(() => {
      const client = new page.Pusher('app-key', { ...options, enabledTransports: [transport] })
      client.subscribe('orders').bind('created', () => {
        heard.push(`binding in ${page.Zone.current.name}`)
      })
      return client
    }),
  )
  Object.assign(page, { socket, clients, heard })
}

/** What was heard after the last call, once all of this is among it. */
async function heardIn(page: Page, ...expected: readonly string[]): Promise<readonly string[]> {
  await page.waitForFunction((texts) => {
    const { heard } = globalThis as unknown as Watched
    return texts.every((text) => heard.some((line) => line.includes(text)))
  }, expected)
  // A task later, when the microtasks of the last listener are over, too.
  return page.evaluate(() => (globalThis as unknown as Watched).heard.splice(0))
}

async function story(
  page: Page,
  service: Service,
  trigger: () => unknown,
): Promise<Record<string, readonly string[]>> {
  await page.evaluate(watch, service)
  const connected = await heardIn(page, 'handler message')
  await page.waitForFunction(() =>
    (globalThis as unknown as Watched).clients.every(
      (client) => client.channel('orders').subscribed,
    ),
  )
  await page.evaluate(() => (globalThis as unknown as Watched).heard.splice(0))
  await trigger()
  const event = await heardIn(page, 'binding in app over ws', 'binding in app over xhr')
  await page.evaluate(() => (globalThis as unknown as Watched).socket.close())
  const closed = await heardIn(page, 'object close')
  return {
    connected: connected.filter((line) => !line.includes('app')),
    overSocket: event.filter((line) => line.includes('over ws')),
    overXhr: event.filter((line) => line.startsWith('binding in app over xhr')),
    closed: closed.filter((line) => !line.includes('app')),
  }
}

const load = async (page: Page, ...scripts: readonly (string | undefined)[]) => {
  for (const content of scripts) await page.addScriptTag({ content: content ?? '' })
}

/** What the browser's own socket shows; the doors below have to show the same. */
const EXPECTED = {
  connected: [
    ...['task in first', 'handler open: true 2 in first', 'microtask in first'],
    ...['task in first', 'listener message: true 2 in first', 'microtask in first'],
    ...['task in second', 'handler message: true 2 in second', 'microtask in second'],
  ],
  overSocket: ['task in app over ws', 'binding in app over ws'],
  overXhr: ['binding in app over xhr_streaming'],
  closed: [
    ...['task in second', 'object close: true 2 in second', 'microtask in second'],
    ...['task in second', 'handler close: true 2 in second', 'microtask in second'],
  ],
}

base('zone.js and the browser’s own socket, on the real port', async ({ page }) => {
  const fake = createPusherFake({ logger: false })
  await using server = await startPusherServer(fake)
  const { host, port } = server
  await page.goto(`http://localhost:${port}/up`)
  await load(page, zoneJs, pusherJs)
  const service = {
    url: `ws://${host}:${port}/app/app-key?protocol=7`,
    options: {
      ...{ cluster: 'mt1', forceTLS: false },
      ...{ wsHost: host, wsPort: port, httpHost: 'localhost', httpPort: port },
    },
  }
  const seen = await story(page, service, () => fake.trigger('orders', 'created', {}))
  expect(seen).toEqual(EXPECTED)
})

test('zone.js in a page that the Playwright fixture serves', async ({ page, pusherFake }) => {
  await serveApp(page)
  await page.goto(`${ORIGIN}/blank`)
  await load(page, zoneJs, pusherJs)
  const seen = await story(page, FAKE, () => pusherFake.trigger('orders', 'created', {}))
  expect(seen).toEqual(EXPECTED)
})

for (const [order, scripts] of [
  ['before', [zoneJs, script]],
  ['after', [script, zoneJs]],
] as const) {
  base(`zone.js ${order} a fake in the page itself`, async ({ page }) => {
    await serveApp(page)
    await page.goto(`${ORIGIN}/blank`)
    await load(page, pusherJs)
    for (const content of scripts) {
      await load(page, content)
      if (content !== script) continue
      await page.evaluate(() => {
        const realm = globalThis as unknown as Watched
        realm.fake = realm.pusherJsFake.installPusherFake({ Pusher: realm.Pusher, logger: false })
      })
    }
    const seen = await story(page, FAKE, () =>
      page.evaluate(() => (globalThis as unknown as Watched).fake.trigger('orders', 'created', {})),
    )
    expect(seen).toEqual(EXPECTED)
  })
}
