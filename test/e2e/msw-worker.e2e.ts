import { expect, test } from '@playwright/test'
import { createPusherFake } from '../../src/index.ts'
import { signedRequest } from '../support/signed-request.ts'
import { type MswSite, serveMswSite } from './support/msw-site.ts'

/** What the pages have; `pusher` only with MSW 3. */
declare const bundle: typeof import('./support/msw-3-page.ts')

test.describe.configure({ mode: 'default' })

/** A call that server code would make of the fake in the page, whose app is the default one. */
async function serverCall(
  body: unknown,
): Promise<{ url: string; init: { method: string; body: string } }> {
  const request = signedRequest(createPusherFake(), '/events', { body })
  return { url: request.url, init: { method: request.method, body: await request.text() } }
}

for (const major of [2, 3] as const) {
  test.describe(`MSW ${major} in the page`, () => {
    let site: MswSite
    let leaks: string[]
    test.beforeAll(async () => {
      site = await serveMswSite(major)
    })
    test.afterAll(() => site.close())
    test.beforeEach(async ({ page, context }) => {
      leaks = []
      page.on('websocket', (socket) => leaks.push(socket.url()))
      context.on('request', (request) => {
        const escaped = request.serviceWorker() !== null && !request.url().startsWith(site.url)
        if (escaped) leaks.push(request.url())
      })
      await page.goto(site.url)
    })
    test.afterEach(() => expect(leaks).toEqual([]))

    test('server-shaped calls of page code reach the fake in the page', async ({ page }) => {
      const call = await serverCall({ name: 'created', channels: ['orders'], data: '{"id":1}' })
      const result = await page.evaluate(async ({ url, init }) => {
        const { installPusherFake, pusherHandlers, setupWorker, STRICT, Pusher } = bundle
        const fake = installPusherFake()
        await setupWorker(...pusherHandlers(fake), bundle.pusherSockets(fake)).start(STRICT)
        const pusher = new Pusher('app-key', { cluster: 'mt1' })
        const created = bundle.nextEvent(pusher, 'orders', 'created')
        await fake.waitForSubscription('orders')
        const response = await fetch(url, init)
        const unsigned = await fetch('https://api-mt1.pusher.com/apps/1000001/events', init)
        return {
          answer: [response.status, await response.json()],
          event: await created,
          unsigned: unsigned.status,
        }
      }, call)
      expect(result).toEqual({ answer: [200, {}], event: { id: 1 }, unsigned: 401 })
    })

    test("the worker answers the auth endpoints, the app's own handlers first", async ({
      page,
    }) => {
      const result = await page.evaluate(async () => {
        const { createPusherFake, pusherHandlers, pusherSockets, Pusher, http, HttpResponse } =
          bundle
        const fake = createPusherFake({ logger: false })
        const worker = bundle.setupWorker(
          http.post('/own/auth', () => new HttpResponse('no', { status: 403 })),
          ...pusherHandlers(fake, { user: { id: 'ada' } }),
          pusherSockets(fake),
        )
        await worker.start(bundle.STRICT)
        const members = await bundle.nextEvent(
          new Pusher('app-key', { cluster: 'mt1' }),
          'presence-room',
          'pusher:subscription_succeeded',
        )
        const refused = new Pusher('app-key', {
          cluster: 'mt1',
          channelAuthorization: { endpoint: '/own/auth', transport: 'ajax' },
        })
        const error = await bundle.nextEvent(refused, 'private-x', 'pusher:subscription_error')
        return [members, error]
      })
      expect(result).toMatchObject([{ myID: 'ada', count: 1 }, { status: 403 }])
    })

    for (const order of ['before', 'after'] as const) {
      test(`a fake that is installed ${order} the worker leaves other sockets to ws.link`, async ({
        page,
      }) => {
        const errors: string[] = []
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type())) errors.push(message.text())
        })
        const result = await page.evaluate(async (installed) => {
          const { createPusherFake, installPusherFake, pusherSockets, Pusher, ws } = bundle
          const fake = createPusherFake()
          const chat = ws.link('wss://chat.test/room')
          const worker = bundle.setupWorker(
            chat.addEventListener('connection', ({ client }) => client.send('from the chat')),
            pusherSockets(fake),
          )
          if (installed === 'before') installPusherFake({ fake })
          await worker.start(bundle.STRICT)
          if (installed === 'after') installPusherFake({ fake })

          const created = bundle.nextEvent(
            new Pusher('app-key', { cluster: 'mt1' }),
            'orders',
            'created',
          )
          await fake.waitForSubscription('orders')
          fake.trigger('orders', 'created', 1)
          return [
            await created,
            fake.connections().length,
            await bundle.firstMessage('wss://chat.test/room'),
          ]
        }, order)
        expect(result).toEqual([1, 1, 'from the chat'])
        expect(errors).toEqual([])
      })
    }

    test('toPusher connects what a ws.link has intercepted', async ({ page }) => {
      const result = await page.evaluate(async () => {
        const fake = bundle.createPusherFake()
        const link = bundle.ws.link('*/app/:key')
        const worker = bundle.setupWorker(
          link.addEventListener('connection', (connection) => {
            bundle.toPusher(connection, fake)
          }),
        )
        await worker.start(bundle.STRICT)
        const pusher = new bundle.Pusher('app-key', { cluster: 'mt1' })
        const closed = new Promise((resolve) => pusher.connection.bind('error', resolve))
        const { socketId } = await fake.waitForConnection()
        await bundle.nextEvent(pusher, 'orders', 'pusher:subscription_succeeded')
        const same = socketId === pusher.connection.socket_id
        fake.faults.disconnect({ code: 4009 })
        return [same, await closed, pusher.connection.state]
      })
      expect(result).toMatchObject([true, { data: { code: 4009 } }, 'disconnected'])
    })
  })
}

test.describe('MSW 3 in the page, with the extension', () => {
  let site: MswSite
  test.beforeAll(async () => {
    site = await serveMswSite(3)
  })
  test.afterAll(() => site.close())

  test('a link speaks Pusher, and its log shows events', async ({ page }) => {
    const logged: string[] = []
    page.on('console', (message) => logged.push(message.text()))
    await page.goto(site.url)
    const result = await page.evaluate(async () => {
      const fake = bundle.createPusherFake()
      const link = bundle.ws.link('wss://*/app/:key', { extensions: [bundle.pusher(fake)] })
      const subscribed: unknown[] = []
      const worker = bundle.setupWorker(
        link.addEventListener('connection', ({ client, pusher }) => {
          client.addEventListener('message', ({ data }) => {
            subscribed.push([data.event, pusher.socketId])
          })
        }),
      )
      await worker.start({ onUnhandledFrame: 'error' })
      const pusher = new bundle.Pusher('app-key', { cluster: 'mt1' })
      const created = bundle.nextEvent(pusher, 'orders', 'created')
      await fake.waitForSubscription('orders')
      fake.trigger('orders', 'created', { id: 1 })
      return [await created, subscribed, pusher.connection.socket_id]
    })
    const [created, subscribed, socketId] = result
    expect([created, subscribed]).toEqual([{ id: 1 }, [['pusher:subscribe', socketId]]])
    await expect.poll(() => logged.join('\n')).toContain('{"event":"created"')
  })
})
