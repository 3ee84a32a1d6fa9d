// @vitest-environment jsdom
import { HttpResponse, http, ws } from 'msw'
import { setupServer } from 'msw/node'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { pusherHandlers, pusherSockets } from 'pusher-js-fake/msw'
import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import { bareAuthorization, userPolicy, type World } from '../conformance/case.ts'
import { CASES } from '../conformance/cases.ts'
import { type ClientDriver, createClientDriver } from '../conformance/client-driver.ts'
import { asClient } from '../conformance/in-process.ts'
import { LISTEN_OPTIONS } from './listen-options.ts'
import { WebPusher } from './web-pusher.ts'

const server = setupServer()

/** The ways to have MSW serve the sockets. */
const doors: Record<string, (fake: PusherFake) => Parameters<typeof server.use>[number]> = {
  pusherSockets,
}
if (inject('mswMajor') >= 3) {
  const { pusher } = await import('pusher-js-fake/msw/ws')
  doors['the extension'] = (fake) =>
    ws.link('*/app/:key', { extensions: [pusher(fake)] }).addEventListener('connection', () => {})
}

beforeAll(() => server.listen(LISTEN_OPTIONS))
afterAll(() => server.close())

for (const [door, handlerOf] of Object.entries(doors)) {
  for (const [feature, cases] of Object.entries(CASES)) {
    describe(`${door}: ${feature}`, () => {
      test.for(cases.map((item) => [item.name, item] as const))('%s', async ([, item]) => {
        const fake = createPusherFake({ logger: false, ...item.options })
        server.use(
          handlerOf(fake),
          ...pusherHandlers(fake, { user: userPolicy }),
          http.post('http://app.test/pusher/bare-auth', async ({ request }) =>
            HttpResponse.json(bareAuthorization(fake, await request.text())),
          ),
        )
        const drivers: ClientDriver[] = []
        const world: World = {
          fake,
          async client({ connected = true, ...options } = {}) {
            const driver = createClientDriver(WebPusher, options)
            drivers.push(driver)
            if (connected) await driver.waitForState('connected')
            return asClient(driver)
          },
        }
        try {
          await item.run(world)
        } finally {
          for (const driver of drivers) driver.disconnect()
          fake.close()
          server.resetHandlers()
        }
      })
    })
  }
}
