import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'
import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake, type Realm } from 'pusher-js-fake/browser'
import { afterEach, expect, test } from 'vitest'

const zone = readFileSync(createRequire(import.meta.url).resolve('zone.js'), 'utf8')
const URL_OF_APP = 'wss://ws-mt1.pusher.com/app/app-key?protocol=7'
const NO_PUSHER = { Runtime: { createWebSocket: () => undefined } }

interface Zoned {
  readonly current: {
    readonly name: string
    fork(spec: { name: string }): { run(work: () => void): void }
  }
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

test.each(['before', 'after'])(
  'zone.js that is loaded %s the fake: handlers run in their zone',
  async (order) => {
    const { window } = new JSDOM('', { url: 'http://app.test/', runScripts: 'outside-only' })
    const realm = window as unknown as Realm & typeof globalThis
    const fake = createPusherFake({ logger: false })
    if (order === 'before') window.eval(zone)
    const { uninstall } = installPusherFake({ realm, fake, Pusher: NO_PUSHER })
    if (order === 'after') window.eval(zone)
    ends.push(() => {
      uninstall()
      fake.close()
      window.close()
    })
    const Zone = window.eval('Zone') as Zoned
    const heard: string[] = []
    const note = (what: string) => heard.push(`${what} in ${Zone.current.name}`)
    const socket = new realm.WebSocket(URL_OF_APP)
    const greeted = new Promise((resolve) =>
      socket.addEventListener('message', resolve, { once: true }),
    )
    Zone.current.fork({ name: 'first' }).run(() => {
      socket.onopen = () => note('open')
      socket.onmessage = () => note('never')
      socket.addEventListener('message', () => note('listener'), { once: true })
    })
    Zone.current.fork({ name: 'second' }).run(() => {
      socket.onmessage = () => note('message')
    })
    await greeted
    expect(heard.sort()).toEqual(['listener in first', 'message in second', 'open in first'])
    socket.onmessage = null
    fake.faults.sendRaw('x')
    expect(heard).toHaveLength(3)
  },
)
