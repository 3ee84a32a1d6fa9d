// @vitest-environment jsdom
import type PusherClass from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { loadReactNativeBuild } from '../support/react-native-build.ts'

const test = base.extend({ pusherFakeOptions: { user: { id: 'ada' } } })

const Pusher = loadReactNativeBuild()
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
