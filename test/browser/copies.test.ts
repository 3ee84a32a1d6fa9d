import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'
import Pusher from 'pusher-js'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, expect, test } from 'vitest'
import { openPort } from '../support/open-port.ts'

const port = openPort()
let fake: InstalledPusherFake | undefined

afterEach(() => {
  fake?.uninstall()
  port.close()
})

/** A copy in no registry of modules that anybody knows. */
function loadCopy(name: string): typeof Pusher {
  const require = createRequire(import.meta.url)
  const module = { exports: {} }
  const text = readFileSync(require.resolve(name), 'utf8')
  compileFunction(text, ['module', 'exports', 'require'])(module, module.exports, require)
  return (
    (module.exports as { default?: typeof Pusher }).default ?? (module.exports as typeof Pusher)
  )
}

async function connect(Copy: typeof Pusher): Promise<Pusher> {
  await port.open()
  const local: object = { wsHost: '127.0.0.1', wsPort: port.number(), forceTLS: false }
  return new Copy('app-key', { cluster: 'mt1', enabledTransports: ['ws'], ...local })
}

test.each(['pusher-js', 'pusher-js-7'])(
  'a copy of %s that comes after the fake is served, whoever loads it and whatever its host',
  async (name) => {
    fake = installPusherFake({ Pusher, logger: false })
    const pusher = await connect(loadCopy(name))
    pusher.subscribe('orders')
    await fake.waitForSubscription('orders')
    expect(port.dials()).toBe(0)
    pusher.disconnect()
  },
)

test.each(['pusher-js', 'pusher-js-7'])(
  'a copy of %s that nobody can find is refused on any host, and the problem says so',
  async (name) => {
    const Copy = loadCopy(name)
    fake = installPusherFake({ Pusher, logger: false })
    const pusher = await connect(Copy)
    const url = `ws://127.0.0.1:${port.number()}/app/app-key`
    await expect
      .poll(() => fake?.problems())
      .toContainEqual(
        expect.objectContaining({
          code: 'unhandled_request',
          message: expect.stringContaining(`Refused to dial 127.0.0.1 for ${url}`),
        }),
      )
    expect(port.dials()).toBe(0)
    pusher.disconnect()
  },
)

test('other sockets to that port, and those of a fake that is gone, are let through', async () => {
  const Copy = loadCopy('pusher-js')
  installPusherFake({ Pusher, logger: false }).uninstall()
  const pusher = await connect(Copy)
  await expect.poll(() => port.dials()).toBe(1)
  pusher.disconnect()
})
