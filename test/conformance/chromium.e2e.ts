import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { JSHandle } from '@playwright/test'
import { expect, test } from 'pusher-js-fake/playwright'
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

// A page takes longer to open than a case to run: those of one feature that want the same app share it.
for (const [feature, cases] of Object.entries(CASES)) {
  for (const group of Map.groupBy(cases, ({ options }) => JSON.stringify(options)).values()) {
    const [{ options, name } = { name: '' }] = group
    test.describe(() => {
      test.use({
        pusherFakeOptions: { user: userPolicy, logger: false, onUnhandled: 'warn', ...options },
      })

      test(`${feature}: ${options === undefined ? 'the usual app' : name}`, async ({
        page,
        context,
        pusherFake,
      }) => {
        test.setTimeout(20_000 + 10_000 * group.length)
        await context.route('http://app.test/', (route) =>
          route.fulfill({
            contentType: 'text/html',
            body: `<!doctype html><script>${pusherJs}</script><script>${driver}</script>`,
          }),
        )
        await context.route('http://app.test/pusher/bare-auth', (route) =>
          route.fulfill({ json: bareAuthorization(pusherFake, route.request().postData() ?? '') }),
        )
        const world: World = {
          fake: pusherFake,
          async client({ connected = true, ...settings } = {}) {
            const handle = await page.evaluateHandle(startDriver, settings)
            const client = asClient(handle)
            if (connected) await client.waitForState('connected')
            return client
          },
        }
        for (const item of group) {
          await test.step(item.name, async () => {
            // The clients of the case before go with their document.
            await page.goto('http://app.test/')
            pusherFake.reset()
            await item
              .run(world)
              .catch((error: Error) => expect.soft(error.stack, item.name).toBeUndefined())
          })
        }
      })
    })
  }
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
