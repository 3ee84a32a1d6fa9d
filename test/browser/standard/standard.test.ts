import { readFileSync } from 'node:fs'
import { Window } from 'happy-dom'
import { JSDOM, VirtualConsole } from 'jsdom'
import { createPusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Surroundings } from './case.ts'
import { casesOf } from './cases.ts'
import { ENGINES } from './host.ts'
import { knownDifferences } from './known-differences.ts'
import { appUrl } from './server-commands.ts'
import { stepOf } from './service.ts'
import { standardCases } from './standard-cases.ts'
import { uncaughtInNode, uncaughtInWindow } from './uncaught.ts'

test('limits.md says how many there are, and how many differ', () => {
  const limits = readFileSync(new URL('../../../docs/about/limits.md', import.meta.url), 'utf8')
  const [chromium, firefox, webKit] = ENGINES.map((engine) => {
    return Object.keys(knownDifferences[engine]).length
  })
  const text = limits.replaceAll(/\s+/g, ' ')
  expect(text).toContain(
    `${Object.keys(casesOf('Chromium')).length} cases of the WebSocket standard`,
  )
  expect(text).toContain(
    `in ${chromium} in Chromium, ${firefox} in Firefox and ${webKit} in WebKit`,
  )
})

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
