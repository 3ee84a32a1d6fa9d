import { Window } from 'happy-dom'
import { JSDOM, VirtualConsole } from 'jsdom'
import { createPusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterAll, beforeAll } from 'vitest'
import type { Surroundings } from './case.ts'
import { appUrl } from './server-commands.ts'
import { stepOf } from './service.ts'
import { standardCases } from './standard-cases.ts'
import { uncaughtInNode, uncaughtInWindow } from './uncaught.ts'

const fake = createPusherFake({ logger: false })
let server: PusherServer

beforeAll(async () => {
  server = await startPusherServer(fake)
})
afterAll(() => server.close())

const realPort = () => ({
  url: appUrl(server.socketUrl),
  step: stepOf(fake),
})

standardCases({ name: 'Node', realm: () => globalThis, server: realPort, uncaught: uncaughtInNode })

const jsdom = new JSDOM('', { url: 'http://app.test/', virtualConsole: new VirtualConsole() })
const happy = new Window({ url: 'http://app.test/' })
const windows = {
  jsdom: jsdom.window as unknown as typeof globalThis,
  'happy-dom': happy as unknown as typeof globalThis,
}
for (const [name, realm] of Object.entries(windows) as [
  keyof typeof windows,
  typeof globalThis,
][]) {
  standardCases({
    name,
    realm: () => realm,
    server: realPort,
    uncaught: uncaughtInWindow(realm) as Surroundings['uncaught'],
  })
}
