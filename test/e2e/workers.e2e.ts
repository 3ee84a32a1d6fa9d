import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from 'pusher-js-fake/playwright'
import { type Site, serveSite } from './support/site.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })

/** What a worker does that has loaded pusher-js, with `say` for whoever listens to it. */
const CLIENT = `const heard = []
  const pusher = new Pusher('app-key', { cluster: 'eu', channelAuthorization: { endpoint: BASE + '/pusher/auth' } })
  pusher.subscribe('presence-room').bind('created', (data) => { heard.push(data); say([...heard]) })`
const LOAD = "importScripts(BASE + '/builds/worker/pusher.worker.min.js')"
const DEDICATED = 'const say = (message) => postMessage(message);'
const SHARED = `const ports = []; const say = (message) => ports.forEach((port) => port.postMessage(message))
  onconnect = ({ ports: [port] }) => { ports.push(port); port.postMessage('here') };`
const HERE = 'const BASE = location.origin;'

const BUILD = new URL('../../node_modules/pusher-js/dist/worker/pusher.worker.js', import.meta.url)

const FILES = {
  // As a bundler makes it a module.
  '/pusher-module.js': `const module = { exports: {} }, { exports } = module; ${readFileSync(BUILD, 'utf8')}
    export default module.exports`,
  '/classic.js': `'use strict'; ${HERE} ${DEDICATED} ${LOAD}; ${CLIENT}`,
  '/module.js': `import Pusher from '/pusher-module.js'; ${HERE} ${DEDICATED} ${CLIENT}`,
  '/shared.js': `${HERE} ${SHARED} ${LOAD}; ${CLIENT}`,
  '/shared-module.js': `import Pusher from '/pusher-module.js'; ${HERE} ${SHARED} ${CLIENT}`,
}

/** By what a page makes a worker of each kind with; the last value that it says is kept in \`said\`. */
const WORKERS: Record<string, string> = {
  dedicated: "new Worker('/classic.js')",
  'dedicated module':
    "new Worker(new URL('/module.js', location.href), { type: 'module', name: 'mine' })",
  subclassed: "new (class extends Worker {})('/classic.js')",
  blob: `new Worker(URL.createObjectURL(new Blob([\`const BASE = '\${location.origin}'; ${DEDICATED} ${LOAD}; ${CLIENT}\`])))`,
  shared: "new SharedWorker('/shared.js').port",
  'shared module': "new SharedWorker('/shared-module.js', { type: 'module' }).port",
  'shared blob': `new SharedWorker(URL.createObjectURL(new Blob([\`const BASE = '\${location.origin}'; ${SHARED} ${LOAD}; ${CLIENT}\`]))).port`,
}

async function start(page: Page, site: Site, worker: string): Promise<void> {
  await page.goto(`${site.url}/page.html`)
  await page.evaluate(
    `globalThis.said = []; globalThis.worker = ${worker}; worker.onmessage = ({ data }) => { said = data }; worker.onerror = ({ message }) => { said = message }`,
  )
}

for (const [kind, worker] of Object.entries(WORKERS)) {
  test(`a ${kind} worker is connected, authorized and hears events`, async ({
    page,
    pusherFake,
  }) => {
    await using site = await serveSite({ ...FILES, '/page.html': '<!doctype html>' })
    await start(page, site, worker)
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    pusherFake.trigger('presence-room', 'created', { id: 1 })
    pusherFake.trigger('presence-room', 'created', { id: 2 })
    await expect.poll(() => page.evaluate('said')).toEqual([{ id: 1 }, { id: 2 }])
    expect(pusherFake.connections()).toHaveLength(1)
    expect(pusherFake.problems()).toEqual([])
    await page.goto('about:blank')
    await expect(pusherFake).not.toHaveConnected()
  })
}

test('a worker that is terminated leaves, and another one comes', async ({ page, pusherFake }) => {
  await using site = await serveSite({ ...FILES, '/page.html': '<!doctype html>' })
  await start(page, site, "new Worker('/classic.js')")
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  await page.evaluate('worker.terminate()')
  await expect(pusherFake).not.toHaveConnected()
  await page.evaluate("globalThis.worker = new Worker('/classic.js')")
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
})

test('a shared worker of two pages has one connection, and goes on over the other page', async ({
  page,
  context,
  pusherFake,
}) => {
  await using site = await serveSite({ ...FILES, '/page.html': '<!doctype html>' })
  await start(page, site, "new SharedWorker('/shared.js').port")
  await expect(pusherFake).toHaveSubscribed('presence-room')
  const other = await context.newPage()
  await start(other, site, "new SharedWorker('/shared.js').port")
  await expect.poll(() => other.evaluate('said')).toBe('here')
  expect(pusherFake.connections()).toHaveLength(1)
  await page.close()
  await expect(pusherFake).not.toHaveConnected()
  await expect(pusherFake).toHaveSubscribed('presence-room')
  pusherFake.trigger('presence-room', 'created', { id: 1 })
  await expect.poll(() => other.evaluate('said')).toEqual([{ id: 1 }])
})

test('what a route of the test fulfils a worker with is served, lines and directive as they were', async ({
  page,
  context,
  pusherFake,
}) => {
  await using site = await serveSite({ '/page.html': '<!doctype html>' })
  await page.route('**/*', (route) => route.continue())
  await context.route('**/own.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `'use strict'\n${HERE} ${DEDICATED}\n${LOAD}\n${CLIENT}\nfunction strict() { return this === undefined }\npusher.subscribe('public').bind('where', () => say([strict(), new Error().stack.match(/own\\.js:(\\d+)/)[1], location.pathname]))`,
    }),
  )
  await start(page, site, "new Worker('/own.js')")
  await pusherFake.waitForSubscription('public')
  pusherFake.trigger('public', 'where', 1)
  await expect.poll(() => page.evaluate('said')).toEqual([true, '8', '/own.js'])
})

test('workers that have nothing of Pusher are as they were', async ({ page }) => {
  await using site = await serveSite({
    '/page.html': '<!doctype html>',
    '/echo.js': 'onmessage = ({ data }) => postMessage([data, location.href, name])',
  })
  await start(page, site, "new Worker('/echo.js?a=1', { name: 'mine' })")
  await page.evaluate('worker.postMessage(1)')
  await expect.poll(() => page.evaluate('said')).toEqual([1, `${site.url}/echo.js?a=1`, 'mine'])
  const facts =
    await page.evaluate(`[worker instanceof Worker, worker.constructor === Worker, Worker.name, String(Worker).includes('native code'),
    (() => { try { new Worker('http://[') } catch (error) { return error.name } })()]`)
  expect(facts).toEqual([true, true, 'Worker', true, 'SyntaxError'])
  const failed = page.evaluate(
    "new Promise((resolve) => { new Worker('/none.js').onerror = () => resolve('error') })",
  )
  expect(await failed).toBe('error')
})
