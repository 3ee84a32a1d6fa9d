import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import type Pusher from 'pusher-js'
import type { Options } from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { bareAuthorization, type Client, userPolicy, type World } from './case.ts'
import { CASES } from './cases.ts'
import { type ClientDriver, createClientDriver } from './client-driver.ts'
import type { PusherJsVersion } from './pusher-js-versions.ts'

/** Where the clients of a run find the service. */
export interface InProcessHost {
  /** What may leave the process besides what the fake serves. */
  readonly unhandled: 'error' | 'bypass'
  /** Begins to serve the fake; `pusher` are the options with which clients find it. */
  serve(
    fake: PusherFake,
    PusherClass: typeof Pusher,
  ): Promise<{ pusher: Partial<Options>; stop(): Promise<void> }>
  /** Why a case cannot run here. */
  skip?(name: string): string | undefined
}

/** In the page itself, or what stands for it. */
const IN_PAGE: InProcessHost = {
  unhandled: 'error',
  async serve(fake, PusherClass) {
    const { uninstall } = installPusherFake({ fake, Pusher: PusherClass })
    return { pusher: {}, stop: async () => uninstall() }
  },
}

/** Runs every case against a pusher-js that was loaded into this process. */
export function runInProcess(
  { PusherClass, version }: PusherJsVersion,
  host: InProcessHost = IN_PAGE,
): void {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledFrame: host.unhandled }))
  afterAll(() => server.close())

  for (const [feature, cases] of Object.entries(CASES)) {
    describe(feature, () => {
      test.for(cases.map((item) => [item.name, item] as const))(
        '%s',
        async ([name, item], { skip }) => {
          const { since = version } = item
          const isOld = version.localeCompare(since, 'en', { numeric: true }) < 0
          const cause = isOld ? `pusher-js has it from ${since} on` : host.skip?.(name)
          skip(cause !== undefined, cause)
          const fake = createPusherFake({ logger: false, ...item.options })
          const { pusher, stop } = await host.serve(fake, PusherClass)
          server.use(
            ...pusherHandlers(fake, { user: userPolicy }),
            http.post('http://app.test/pusher/bare-auth', async ({ request }) =>
              HttpResponse.json(bareAuthorization(fake, await request.text())),
            ),
          )
          const drivers: ClientDriver[] = []
          const world: World = {
            fake,
            async client({ connected = true, ...options } = {}) {
              const driver = createClientDriver(PusherClass, {
                ...options,
                pusher: { ...pusher, ...options.pusher },
              })
              drivers.push(driver)
              if (connected) await driver.waitForState('connected')
              return asClient(driver)
            },
          }
          try {
            await item.run(world)
          } finally {
            for (const driver of drivers) driver.disconnect()
            await stop()
            fake.close()
            server.resetHandlers()
          }
        },
      )
    })
  }
}

/** The driver, seen as one that may be anywhere. */
export function asClient(driver: ClientDriver): Client {
  const call = (name: string | symbol) => {
    const method: unknown = Reflect.get(driver, name)
    return typeof method === 'function'
      ? async (...args: unknown[]): Promise<unknown> => method(...args)
      : undefined
  }
  return new Proxy({} as Client, { get: (_, name) => (name === 'then' ? undefined : call(name)) })
}
