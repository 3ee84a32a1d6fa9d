// @vitest-environment jsdom
import {
  configureEcho as configureReact,
  useEchoPresence,
  useEcho as useReact,
} from '@laravel/echo-react'
import { configureEcho as configureVue, useEcho as useVue } from '@laravel/echo-vue'
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { describe, expect } from 'vitest'
import { createApp, defineComponent, h } from 'vue'

const echoTest = test.override({
  pusherFakeOptions: { authEndpoint: '/broadcasting/auth', user: { id: 'ada' } },
})

/** What `configureEcho` of an app is given. */
function options(key: string, driver: 'reverb' | 'pusher') {
  const own =
    driver === 'reverb'
      ? { broadcaster: 'reverb' as const, wsHost: 'reverb.test', wsPort: 8080, forceTLS: false }
      : { broadcaster: 'pusher' as const, cluster: 'mt1' }
  return { ...own, key, Pusher, authEndpoint: '/broadcasting/auth' }
}

// React says so where it is told of its tests by nobody.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

describe.each(['reverb', 'pusher'] as const)('with the broadcaster %s', (driver) => {
  echoTest(
    'useEcho of React hears a broadcast, and leaves with its component',
    async ({ pusherFake }) => {
      configureReact(options(pusherFake.key, driver))
      const heard: unknown[] = []
      function Orders() {
        useReact('orders', 'OrderShipped', (order: unknown) => heard.push(order), [], 'public')
        return null
      }
      const root = createRoot(document.createElement('div'))
      await act(async () => root.render(createElement(Orders)))
      await expect(pusherFake).toHaveSubscribed('orders')
      pusherFake.trigger('orders', 'App\\Events\\OrderShipped', { id: 1 })
      expect(heard).toEqual([{ id: 1 }])
      await act(async () => root.unmount())
      await expect(pusherFake).toHaveNoSubscriptions()
    },
  )

  echoTest(
    'useEcho of Vue does so as well, by a name with a leading dot',
    async ({ pusherFake }) => {
      configureVue(options(pusherFake.key, driver))
      const heard: unknown[] = []
      const Orders = defineComponent({
        setup() {
          useVue('orders', '.order.shipped', (order: unknown) => heard.push(order), [], 'public')
          return () => h('p')
        },
      })
      const app = createApp(Orders)
      app.mount(document.createElement('div'))
      await expect(pusherFake).toHaveSubscribed('orders')
      pusherFake.trigger('orders', 'order.shipped', { id: 2 })
      expect(heard).toEqual([{ id: 2 }])
      app.unmount()
      await expect(pusherFake).toHaveNoSubscriptions()
    },
  )

  echoTest('private and presence channels by the endpoint of Laravel', async ({ pusherFake }) => {
    configureReact(options(pusherFake.key, driver))
    const heard: unknown[] = []
    function Room() {
      useReact('orders', 'OrderShipped', (order: unknown) => heard.push(order))
      useEchoPresence('room', '.said', (words: unknown) => heard.push(words))
      return null
    }
    const root = createRoot(document.createElement('div'))
    await act(async () => root.render(createElement(Room)))
    await expect(pusherFake).toHaveSubscribed('private-orders')
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    pusherFake.trigger('private-orders', 'App\\Events\\OrderShipped', { id: 1 })
    pusherFake.trigger('presence-room', 'said', { words: 'hello' })
    expect(heard).toEqual([{ id: 1 }, { words: 'hello' }])
    await act(async () => root.unmount())
  })
})
