import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'pusher-js-fake/playwright'

const pusherJs = readFileSync(
  new URL('../../node_modules/pusher-js/dist/web/pusher.js', import.meta.url),
  'utf8',
)

test.use({
  pusherFakeOptions: {
    authEndpoint: 'https://api.example.test/broadcasting/auth',
    userAuthEndpoint: '/my/user-auth',
    user: ({ params, request }) =>
      request.headers.get('x-token') === 'letmein' || params['token'] === 'letmein'
        ? { id: 'ada', info: { name: 'Ada' } }
        : false,
    logger: false,
  },
})

/** A page whose Pusher has these options, written as JavaScript. */
const appWith = (options: string) =>
  `<!doctype html><script>${pusherJs}</script><script>
    window.events = []
    window.pusher = new Pusher('app-key', { cluster: 'eu', ${options} })
    pusher.subscribe('presence-room').bind_global((event, data) => events.push([event, data]))
  </script>`

for (const [name, options] of Object.entries({
  'ajax, of another origin, with a header that needs a preflight': `channelAuthorization: {
    endpoint: 'https://api.example.test/broadcasting/auth', transport: 'ajax', headers: { 'X-Token': 'letmein' } }`,
  jsonp: `channelAuthorization: {
    endpoint: 'https://api.example.test/broadcasting/auth', transport: 'jsonp', params: { token: 'letmein' } }`,
})) {
  test(`an authorization endpoint by ${name}`, async ({ page, pusherFake }) => {
    await page.route('http://app.test/', (route) =>
      route.fulfill({ contentType: 'text/html', body: appWith(options) }),
    )
    await page.goto('http://app.test/')
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
  })
}

test('who is denied gets 403, and the author the reason', async ({ page, pusherFake }) => {
  const options = `channelAuthorization: { endpoint: 'https://api.example.test/broadcasting/auth', transport: 'ajax' }`
  await page.route('http://app.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: appWith(options) }),
  )
  await page.goto('http://app.test/')
  await expect
    .poll(() => page.evaluate('events'))
    .toContainEqual(['pusher:subscription_error', expect.objectContaining({ status: 403 })])
  expect(pusherFake.problems()).toMatchObject([
    { code: 'auth_refused', message: expect.stringContaining('the `user` function denied it') },
  ])
})

test('a sign-in by an endpoint of the same origin, and one that fails', async ({
  page,
  pusherFake,
}) => {
  const options = `userAuthentication: { endpoint: '/my/user-auth', transport: 'ajax', params: { token: 'letmein' } }`
  await page.route('http://app.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: appWith(options) }),
  )
  await page.goto('http://app.test/')
  const failure = pusherFake.faults.failAuthentication({ status: 500 })
  await page.evaluate(
    "pusher.user.bind('pusher:signin_error', (error) => events.push(['signin_error', error]))",
  )
  await page.evaluate('pusher.signin()')
  await expect
    .poll(() => page.evaluate('events'))
    .toContainEqual(['signin_error', expect.objectContaining({ status: 500 })])
  failure.restore()
  await page.evaluate('pusher.signin()')
  pusherFake.faults.disconnect({ code: 4200 })
  await pusherFake.waitForSubscription('#server-to-user-ada')
  expect(pusherFake.connections()).toMatchObject([{ userId: 'ada' }])
})

test.describe('with no user', () => {
  test.use({ pusherFakeOptions: { logger: false } })

  test("the app's backend keeps the route that it has, and the fake answers others", async ({
    page,
    pusherFake,
  }) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.setHeader('content-type', 'text/html')
      const app = (options: string) => appWith(options).replace("'presence-room'", "'private-room'")
      if (request.url === '/') response.end(app("authEndpoint: '/broadcasting/auth'"))
      else if (request.url === '/other') response.end(app(''))
      else response.writeHead(request.url === '/broadcasting/auth' ? 402 : 404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      await page.goto(origin)
      await expect
        .poll(() => page.evaluate('events'))
        .toContainEqual(['pusher:subscription_error', expect.objectContaining({ status: 402 })])
      await page.goto(`${origin}/other`)
      await expect(pusherFake).toHaveSubscribed('private-room')
      expect(asked).toContain('POST /pusher/auth')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
