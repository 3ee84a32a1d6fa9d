import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, ORIGIN, serveApp } from './support/app-page.ts'

test('a page whose clock is paused after connecting still gets its events', async ({
  page,
  context,
  pusherFake,
}) => {
  await serveApp(context)
  await page.clock.install()
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  await page.clock.pauseAt(Date.now() + 60_000)
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.poll(() => page.evaluate('events')).toContainEqual(['created', { id: 1 }])
})

test('a page with a strict Content-Security-Policy is connected', async ({
  page,
  context,
  pusherFake,
}) => {
  await serveApp(context, {
    headers: {
      'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'none'",
    },
  })
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', 1)
  await expect.poll(() => page.evaluate('events')).toContainEqual(['created', 1])
})

test('iframes of the same and of another origin are connected', async ({
  page,
  context,
  pusherFake,
}) => {
  await serveApp(context)
  await context.route('http://other.test/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><iframe src="${appUrl('orders')}"></iframe>`,
    }),
  )
  await page.goto('http://other.test/')
  await expect(pusherFake).toHaveSubscribed('orders')
  await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    frame.src = src
    document.body.append(frame)
  }, `${ORIGIN}/blank`)
  pusherFake.trigger('orders', 'created', 1)
  const frame = page.frames().find((candidate) => candidate.url() === appUrl('orders'))
  await expect.poll(() => frame?.evaluate('events')).toContainEqual(['created', 1])

  await page.evaluate(() => document.querySelector('iframe')?.remove())
  await expect(pusherFake).not.toHaveConnected()
})

test('a page opened by window.open is connected', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(`${ORIGIN}/blank`)
  const opened = page.waitForEvent('popup')
  await page.evaluate((url) => void window.open(url), appUrl('orders'))
  const popup = await opened
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', 1)
  await expect.poll(() => popup.evaluate('events')).toContainEqual(['created', 1])
  await popup.close()
  await expect(pusherFake).not.toHaveConnected()
})

test('an about:blank popup and a srcdoc frame have the fake at once', async ({
  page,
  context,
  pusherFake,
}) => {
  await serveApp(context)
  await page.goto(`${ORIGIN}/blank`)
  const url = 'wss://ws-mt1.pusher.com/app/app-key?protocol=7'
  const first = await page.evaluate((address) => {
    const frame = document.createElement('iframe')
    frame.srcdoc = '<p>frame</p>'
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    return loaded.then(
      () =>
        new Promise((resolve) => {
          const { WebSocket: FrameSocket } = frame.contentWindow as Window & typeof globalThis
          const socket = new FrameSocket(address)
          socket.onmessage = ({ data }) => resolve(JSON.parse(data).event)
        }),
    )
  }, url)
  expect(first).toBe('pusher:connection_established')
  await expect(pusherFake).toHaveConnected()
})

test('sockets of others reach the network, and the class looks native', async ({
  page,
  context,
}) => {
  await serveApp(context)
  await page.goto(`${ORIGIN}/blank`)
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const socket = new WebSocket('ws://127.0.0.1:9/chat')
        socket.onerror = () => resolve([socket instanceof WebSocket, socket.readyState])
      }),
  )
  expect(outcome).toEqual([true, 3])
})

test('a delivery is no gesture of the user', async ({ page, pusherFake }) => {
  const report = 'console.log(navigator.userActivation.hasBeenActive)'
  const body = `<script>
    addEventListener('load', () => pusher.channel('orders').bind('created', () => { ${report} }))
  </script>`
  await serveApp(page, { body })
  await page.goto(appUrl('orders'))
  await pusherFake.waitForSubscription('orders')
  for (const id of [1, 2]) {
    const told = page.waitForEvent('console')
    pusherFake.trigger('orders', 'created', { id })
    expect((await told).text()).toBe('false')
  }
})
