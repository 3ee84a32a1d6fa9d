import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { JSHandle } from '@playwright/test'
import { test } from 'pusher-js-fake/playwright'
import { bareAuthorization, type Client, userPolicy, type World } from './case.ts'
import { CASES } from './cases.ts'
import type { ClientDriver, ClientOptions } from './client-driver.ts'

const pusherJs = readFileSync(
  new URL('../../node_modules/pusher-js/dist/web/pusher-with-encryption.js', import.meta.url),
  'utf8',
)
const driver = stripTypeScriptTypes(
  readFileSync(new URL('client-driver.ts', import.meta.url), 'utf8'),
).replaceAll(/^export function/gm, 'function')

for (const [feature, cases] of Object.entries(CASES)) {
  test.describe(feature, () => {
    for (const item of cases) {
      test.describe(() => {
        test.use({
          pusherFakeOptions: {
            user: userPolicy,
            logger: false,
            onUnhandled: 'warn',
            ...item.options,
          },
        })

        test(item.name, async ({ page, context, pusherFake }) => {
          await context.route('http://app.test/', (route) =>
            route.fulfill({
              contentType: 'text/html',
              body: `<!doctype html><script>${pusherJs}</script><script>${driver}</script>`,
            }),
          )
          await context.route('http://app.test/pusher/bare-auth', (route) =>
            route.fulfill({
              json: bareAuthorization(pusherFake, route.request().postData() ?? ''),
            }),
          )
          await page.goto('http://app.test/')
          const world: World = {
            fake: pusherFake,
            async client({ connected = true, ...options } = {}) {
              const handle = await page.evaluateHandle(startDriver, options)
              const client = asClient(handle)
              if (connected) await client.waitForState('connected')
              return client
            },
          }
          await item.run(world)
        })
      })
    }
  })
}

function startDriver(options: ClientOptions): ClientDriver {
  const { createClientDriver, Pusher } = globalThis as unknown as {
    createClientDriver: (PusherClass: unknown, options: ClientOptions) => ClientDriver
    Pusher: unknown
  }
  return createClientDriver(Pusher, options)
}

function asClient(handle: JSHandle<ClientDriver>): Client {
  const call =
    (name: keyof ClientDriver) =>
    (...args: unknown[]): Promise<unknown> =>
      handle.evaluate(
        (target, [method, parameters]) =>
          (target[method] as (...values: unknown[]) => unknown)(...parameters),
        [name, args] as const,
      )
  return new Proxy({} as Client, {
    get: (_, name) => (name === 'then' ? undefined : call(name as keyof ClientDriver)),
  })
}
