// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'
import type PusherClass from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

const test = base.extend({ pusherFakeOptions: { user: { id: 'ada' } } })

/** Of a phone, which the build asks whether it is online; its own Jest mock says the same. */
const netinfo = {
  fetch: async () => ({ isConnected: true, type: 'wifi' }),
  addEventListener: () => () => {},
}

/** The build that Metro, and React Native's Jest preset, resolve. */
function loadBuild(): typeof PusherClass {
  const path = createRequire(import.meta.url).resolve('pusher-js/dist/react-native/pusher.js')
  const module: { exports: { Pusher?: typeof PusherClass } } = { exports: {} }
  const load = compileFunction(readFileSync(path, 'utf8'), ['module', 'exports', 'require'])
  load(module, module.exports, (name: string) => {
    if (name === '@react-native-community/netinfo') return { ...netinfo, default: netinfo }
    throw new Error(`The build asks for ${name}`)
  })
  const { Pusher } = module.exports
  if (Pusher === undefined) throw new Error('The build exports no class')
  return Pusher
}

const Pusher = loadBuild()
let kept: PusherClass | undefined

test.for([1, 2])("React Native's build is served, in test %i", async (id, { pusherFake }) => {
  kept ??= new Pusher('app-key', { cluster: 'mt1' })
  const heard: unknown[] = []
  kept.subscribe('presence-room').bind('created', (order: unknown) => heard.push(order))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  pusherFake.trigger('presence-room', 'created', { id })
  expect(heard).toEqual([{ id }])
  kept.channel('presence-room').unbind_all()
  kept.unsubscribe('presence-room')
})
