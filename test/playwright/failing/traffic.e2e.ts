import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { test as base, expect } from 'pusher-js-fake/playwright'

// Each of these must fail and name the URL of its title; test/playwright/failures.test.ts reads why.

/** Dials `url` as a worker or a page does, and is done when it has failed. */
const DIAL = `const dial = async (url) => {
  if (!url.startsWith('ws')) return fetch(url, { mode: 'no-cors' }).catch(() => {})
  const socket = new WebSocket(url)
  await new Promise((resolve) => { socket.onclose = socket.onerror = resolve })
}`
const SCRIPTS: Record<string, string> = {
  '/dedicated.js': `${DIAL}; onmessage = ({ data }) => dial(data).then(() => postMessage(0))`,
  '/shared.js': `${DIAL}; onconnect = ({ ports: [port] }) => {
    port.onmessage = ({ data }) => dial(data).then(() => port.postMessage(0)) }`,
  '/service.js': `${DIAL}; onmessage = ({ data, ports: [port] }) => dial(data).then(() => port.postMessage(0))`,
}

const test = base.extend<{ site: string }>({
  // Workers need an origin of their own; what a route fulfils has none that they take.
  site: async ({ pusherFake: _ }, use) => {
    const server = createServer(({ url = '' }, response) => {
      response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html')
      response.end(SCRIPTS[url] ?? `<!doctype html><script>${DIAL}</script>`)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    server.closeAllConnections()
    server.close()
  },
})

const PLACES: Record<string, (page: Page, url: string) => Promise<unknown>> = {
  page: (page, url) => page.evaluate(`dial('${url}')`),
  iframe: async (page, url) => {
    await page.evaluate(`new Promise((resolve) => document.body.append(
      Object.assign(document.createElement('iframe'), { src: '/frame', onload: resolve })))`)
    await page.frames().at(-1)?.evaluate(`dial('${url}')`)
  },
  worker: (page, url) =>
    page.evaluate(`new Promise((resolve) => {
      const worker = new Worker('/dedicated.js')
      worker.onmessage = resolve
      worker.postMessage('${url}')
    })`),
  'shared worker': (page, url) =>
    page.evaluate(`new Promise((resolve) => {
      const { port } = new SharedWorker('/shared.js')
      port.onmessage = resolve
      port.postMessage('${url}')
    })`),
  'service worker': (page, url) =>
    page.evaluate(`navigator.serviceWorker.register('/service.js').then(() => navigator.serviceWorker.ready)
      .then(({ active }) => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        active.postMessage('${url}', [port2])
      }))`),
}

const REQUEST = 'https://stats.pusher.com/timeline/v2/x'
const SOCKET = 'wss://ws-mt1.pusher.com/app/other-key?protocol=7'
/** Here the fake answers every socket, one of another key with 4001. */
const SERVED = ['page', 'iframe', 'worker', 'shared worker']

for (const [place, dial] of Object.entries(PLACES)) {
  for (const url of SERVED.includes(place) ? [REQUEST] : [REQUEST, SOCKET]) {
    test(`${place}: ${url}`, async ({ page, site, pusherFake }) => {
      await page.goto(site)
      // The watch over shared and service workers stands a moment after they have started.
      const report = async () => {
        await dial(page, url)
        return pusherFake.problems().length
      }
      if (place.includes(' ')) await expect.poll(report).toBeGreaterThan(0)
      else await dial(page, url)
    })
  }
}

for (const url of [
  'https://api-mt1.pusher.com/apps/1/events',
  'https://sockjs-mt1.pusher.com/pusher/app/app-key/1/a/xhr',
]) {
  test(`page: ${url}`, async ({ page, site }) => {
    await page.goto(site)
    await page.evaluate(`dial('${url}')`)
  })
}

for (const url of [
  'https://js.pusher.com/2.2/pusher.min.js',
  'http://js.pusher.com/1.12/pusher.min.js',
  'https://cdnjs.cloudflare.com/ajax/libs/pusher/2.1.6/pusher.min.js',
]) {
  test(`script: ${url}`, async ({ page, site }) => {
    await page.goto(site)
    await page.addScriptTag({ url }).catch(() => {})
  })
}

test('fetch in Node: https://api-mt1.pusher.com/apps/1/events', async () => {
  await fetch('https://api-mt1.pusher.com/apps/1/events', { method: 'POST' }).catch(() => {})
})

test('http in Node: http://stats.pusher.com/x', async ({ pusherFake }) => {
  await new Promise((resolve) => get('http://stats.pusher.com/x').on('error', resolve))
  pusherFake.reset()
})

test('request: https://api-mt1.pusher.com/apps/1/channels', async ({ request }) => {
  await request.get('https://api-mt1.pusher.com/apps/1/channels').catch(() => {})
})

test('a context of the test alone: https://stats.pusher.com/y', async ({ browser, site }) => {
  const page = await browser.newPage()
  await page.goto(site)
  await page.evaluate("dial('https://stats.pusher.com/y')")
  await page.close()
})

test('passes between', async ({ page, site }) => {
  await page.goto(site)
})
