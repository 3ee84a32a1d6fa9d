import type { Page } from '@playwright/test'
import { expect, test } from 'pusher-js-fake/playwright'
import { serveSite } from './support/site.ts'

test.use({ pusherFakeOptions: { logger: false } })

/** A page of an article, whatever its script. */
async function show(page: Page, script: string, attributes = ''): Promise<void> {
  await using site = await serveSite({
    '/article.html': `<!doctype html><script src="${script}"${attributes}></script><script>
      window.events = []
      window.pusher = new Pusher('app-key', { cluster: 'eu' })
      pusher.subscribe('orders').bind('created', (data) => events.push(data))</script>`,
  })
  await page.goto(`${site.url}/article.html`)
}

// What the client says of itself; 8.4.3 says 8.4.0.
for (const [url, version] of [
  ['https://js.pusher.com/8.6/pusher.min.js', '8.6.0'],
  ['http://js.pusher.com/8.2.0/pusher.js', '8.6.0'],
  ['https://js.pusher.com/8.0.2/pusher.min.js', '8.0.2'],
  ['https://js.pusher.com/8.6/pusher-with-encryption.min.js', '8.6.0'],
  ['https://js.pusher.com/7.0/pusher.min.js', '7.6.0'],
  ['https://cdnjs.cloudflare.com/ajax/libs/pusher/8.4.1/pusher.min.js', '8.4.0'],
  ['https://cdn.jsdelivr.net/npm/pusher-js@8/dist/web/pusher.min.js', '8.6.0'],
  ['https://unpkg.com/pusher-js', '8.6.0'],
] as const) {
  test(`${url} is pusher-js ${version} of the project`, async ({ page, pusherFake }) => {
    const script = page.waitForResponse((response) => response.url() === url)
    await show(page, url)
    const text = await (await script).text()
    expect(/[v"](\d+\.\d+\.\d+)[\s"]/.exec(text)?.[1]).toBe(version)
    await expect(pusherFake).toHaveSubscribed('orders')
    pusherFake.trigger('orders', 'created', { id: 1 })
    await expect.poll(() => page.evaluate('events')).toEqual([{ id: 1 }])
    expect(pusherFake.problems()).toEqual([])
  })
}

test('a script whose integrity is that of another version is told of', async ({
  page,
  pusherFake,
}) => {
  const url = 'https://js.pusher.com/8.3.0/pusher.min.js'
  await show(page, url, ' integrity="sha384-AAAA" crossorigin="anonymous"')
  await expect
    .poll(() => pusherFake.problems())
    .toMatchObject([
      {
        code: 'script_mismatch',
        message: expect.stringMatching(/8\.3\.0\/pusher.*npm i -D pusher-js@8\.3\.0/),
      },
    ])
})

test('a page for an old client that gets a new one is told of', async ({ page, pusherFake }) => {
  await show(page, 'https://unpkg.com/pusher-js')
  await page.evaluate("setTimeout(() => new Pusher('app-key'))")
  await page.evaluate("setTimeout(() => new Pusher('app-key', { encrypted: true }))")
  const told = (what: string) => ({
    code: 'script_mismatch',
    message: expect.stringContaining(`"${what}"`),
  })
  await expect
    .poll(() => pusherFake.problems())
    .toMatchObject([
      told('You must pass an options object'),
      told('Options object must provide a cluster'),
    ])
})

const importing = (url: string, channel: string, port: string) => `importScripts('${url}')
  new Pusher('app-key', { cluster: 'eu', channelAuthorization: { endpoint: location.origin + '/pusher/auth' } })
    .subscribe('${channel}').bind('created', (data) => ${port}.postMessage(data))`
const WORKERS = {
  dedicated: ["new Worker('/worker.js')", 'self', ''],
  shared: [
    "new SharedWorker('/worker.js').port",
    'port',
    'let port; onconnect = ({ ports }) => { port = ports[0] };',
  ],
} as const

async function startImporting(
  page: Page,
  kind: keyof typeof WORKERS,
  url: string,
  channel: string,
) {
  const [start, port, first] = WORKERS[kind]
  const site = await serveSite({
    '/page.html': '<!doctype html>',
    '/worker.js': `${first}${importing(url, channel, port)}`,
  })
  await page.goto(`${site.url}/page.html`)
  await page.evaluate(
    `globalThis.worker = ${start}; worker.onmessage = ({ data }) => { globalThis.heard = data }`,
  )
  return site
}

test.describe(() => {
  test.use({
    pusherFakeOptions: { encryptionMasterKeyBase64: Buffer.alloc(32, 1).toString('base64') },
  })
  for (const [kind, url, channel] of [
    [
      'dedicated',
      'https://js.pusher.com/8.4/pusher-with-encryption.worker.min.js',
      'private-encrypted-orders',
    ],
    ['shared', 'https://js.pusher.com/8.6/pusher.worker.min.js', 'private-orders'],
  ] as const) {
    test(`a ${kind} worker imports ${url}`, async ({ page, pusherFake }) => {
      await using _ = await startImporting(page, kind, url, channel)
      await expect(pusherFake).toHaveSubscribed(channel)
      pusherFake.trigger(channel, 'created', { id: 1 })
      await expect.poll(() => page.evaluate('globalThis.heard')).toEqual({ id: 1 })
      expect(pusherFake.problems()).toEqual([])
    })
  }
})

test.describe(() => {
  test.use({ pusherFakeOptions: { onUnhandled: 'warn', logger: false } })
  test('a shared worker that imports a version nobody has is told of', async ({
    page,
    pusherFake,
  }) => {
    const url = 'https://js.pusher.com/5.1/pusher.worker.min.js'
    await using _ = await startImporting(page, 'shared', url, 'orders')
    await expect
      .poll(() => pusherFake.problems().map(({ message }) => message))
      .toContainEqual(
        expect.stringMatching(/5\.1\/pusher\.worker\.min\.js.*npm i -D pusher-js@5\.1/),
      )
  })
})
