import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'pusher-js-fake/playwright'
import { generate } from 'selfsigned'

// #region listen
const BACKEND = 'http://127.0.0.1:45175'
// #endregion listen
const pusherBuild = (name: string) =>
  readFileSync(new URL(`../../node_modules/pusher-js/dist/${name}`, import.meta.url), 'utf8')

// #region listen
test.use({
  pusherFakeOptions: {
    listen: { port: 45200, webhooks: [`${BACKEND}/pusher/webhooks`] },
    logger: false,
  },
  // How the backend learns which port is the test's own.
  extraHTTPHeaders: async ({ pusherServer }, use) =>
    use({ 'x-pusher-port': String(pusherServer.port) }),
})
// #endregion listen

test('a backend of its own triggers into the channels of the page and gets its webhooks', async ({
  page,
  request,
  pusherFake,
}) => {
  await page.route('http://app.test/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script>${pusherBuild('web/pusher.js')}</script><script>
        window.events = []
        const pusher = new Pusher('app-key', { cluster: 'mt1' })
        pusher.subscribe('orders').bind('created', (order) => events.push(order))
      </script>`,
    }),
  )
  await page.goto('http://app.test/')
  await expect(pusherFake).toHaveSubscribed('orders')
  const response = await request.post(`${BACKEND}/orders`, { data: { id: 1 } })
  expect(response.status()).toBe(201)
  await expect.poll(() => page.evaluate('events')).toEqual([{ id: 1 }])
  await expect
    .poll(async () => (await request.get(`${BACKEND}/webhooks`)).json())
    .toContainEqual({ name: 'channel_occupied', channel: 'orders' })
})

for (const host of ['127.0.0.1', 'localhost']) {
  test(`a service worker, which no script reaches, connects to the real port at ${host}`, async ({
    page,
    pusherFake,
    pusherServer,
  }) => {
    const worker = `${pusherBuild('worker/pusher.worker.js')}
    const pusher = new Pusher('app-key', { cluster: 'mt1', wsHost: '${host}',
      wsPort: ${pusherServer.port}, forceTLS: false, enabledTransports: ['ws'] })
    pusher.subscribe('orders').bind('created', async (order) => {
      for (const client of await clients.matchAll({ includeUncontrolled: true })) client.postMessage(order) })`
    // A page that a route fulfils is taken for one of another site, which may not dial this machine.
    const site = createServer((request, response) => {
      const isWorker = request.url === '/worker.js'
      response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html')
      response.end(isWorker ? worker : '<!doctype html>')
    }).listen(0, '127.0.0.1')
    await once(site, 'listening')
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
    const heard = page.evaluate(
      () =>
        new Promise((resolve) => {
          navigator.serviceWorker.onmessage = ({ data }) => resolve(data)
          void navigator.serviceWorker.register('/worker.js')
        }),
    )
    await pusherFake.waitForSubscription('orders')
    pusherFake.trigger('orders', 'created', { id: 2 })
    expect(await heard).toEqual({ id: 2 })
    expect(pusherFake.problems()).toEqual([])
    site.closeAllConnections()
    site.close()
  })
}

test('each request says whose test it is, also to another origin, and past routes of the test', async ({
  page,
  request,
  pusherServer,
}) => {
  const asked: string[] = []
  const backend = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers['x-pusher-fake']}`)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html>')
  }).listen(0, '127.0.0.1')
  await once(backend, 'listening')
  const { port } = backend.address() as AddressInfo
  const [own, other] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  await page.route('**/continued', (route) => route.continue())
  await page.route('**/fetched', async (route) => route.fulfill({ response: await route.fetch() }))

  await page.goto(`${own}/page`)
  for (const path of ['/same', '/continued', '/fetched', `${other}/cross`]) {
    expect(await page.evaluate(async (url) => (await fetch(url)).status, path)).toBe(200)
  }
  await page.request.get(`${own}/of-page`)
  await request.post(`${own}/of-test`, { headers: { 'x-own': '1' } })

  const ours = asked.filter((each) => !each.includes('favicon'))
  expect(ours).toEqual(
    [
      'GET /page',
      'GET /same',
      'GET /continued',
      'GET /fetched',
      'GET /cross',
      'GET /of-page',
      'POST /of-test',
    ].map((each) => `${each} ${pusherServer.webUrl}`),
  )
  backend.close()
})

test.describe('over TLS', () => {
  test.use({
    pusherFakeOptions: async ({ browserName: _ }, use) => {
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
      await use({ listen: { port: 45200, tls: { cert, key } } })
    },
  })

  test('the port takes https', async ({ request, pusherServer }) => {
    expect(pusherServer.webUrl).toBe(`https://127.0.0.1:${pusherServer.port}`)
    const response = await request.get(`${pusherServer.webUrl}/up`, { ignoreHTTPSErrors: true })
    expect(response.status()).toBe(200)
  })
})

for (const round of [1, 2]) {
  test(`every parallel worker has a port of its own, free again after each test (${round})`, ({
    pusherServer,
  }, testInfo) => {
    expect(pusherServer.port).toBe(45200 + testInfo.parallelIndex)
  })
}
