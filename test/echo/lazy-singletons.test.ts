// @vitest-environment jsdom
import {
  configureEcho as configureReact,
  useEcho as useReact,
  useConnectionStatus as useReactStatus,
} from '@laravel/echo-react'
import { configureEcho as configureVue, useEcho as useVue } from '@laravel/echo-vue'
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { describe, expect } from 'vitest'
import { createApp, defineComponent, h } from 'vue'

// As an app does once, at import: Echo then makes its client when a component first asks for it, and keeps it.
const options = { broadcaster: 'pusher', key: 'app-key', cluster: 'mt1', Pusher } as const
configureReact(options)
configureVue(options)

// React says so where it is told of its tests by nobody.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

type Hear = (order: unknown) => void

async function mountReact(hear: Hear): Promise<() => Promise<void>> {
  function Orders() {
    useReact('orders', '.created', hear, [], 'private')
    return null
  }
  const root = createRoot(document.createElement('div'))
  await act(async () => root.render(createElement(Orders)))
  return () => act(async () => root.unmount())
}

async function mountVue(hear: Hear): Promise<() => Promise<void>> {
  const Orders = defineComponent({
    setup() {
      useVue('orders', '.created', hear, [], 'private')
      return () => h('p')
    },
  })
  const app = createApp(Orders)
  app.mount(document.createElement('div'))
  return async () => app.unmount()
}

describe.each([
  ['echo-react', mountReact],
  ['echo-vue', mountVue],
])("%s's own client", (_, mount) => {
  test.for([1, 2, 3])('hears in test %i, and leaves', async (id, { pusherFake }) => {
    const heard: unknown[] = []
    const unmount = await mount((order) => heard.push(order))
    await expect(pusherFake).toHaveSubscribed('private-orders')
    pusherFake.trigger('private-orders', 'created', { id })
    expect(heard).toEqual([{ id }])
    expect(pusherFake.connections()).toHaveLength(1)
    await unmount()
    await expect(pusherFake).toHaveNoSubscriptions()
  })

  test.for([1, 2, 3])(
    'hears in test %i what an earlier one did not leave',
    async (id, { pusherFake }) => {
      const heard: unknown[] = []
      await mount((order) => heard.push(order))
      await expect(pusherFake).toHaveSubscribed('private-orders')
      pusherFake.trigger('private-orders', 'created', { id })
      expect(heard).toEqual([{ id }])
    },
  )
})

test.for([1, 2])('the status of the connection is there in test %i', async (_, { pusherFake }) => {
  const node = document.createElement('div')
  const root = createRoot(node)
  const Status = () => createElement('p', null, useReactStatus())
  await act(async () => root.render(createElement(Status)))
  await act(() => pusherFake.waitForConnection())
  await expect.poll(() => node.textContent).toBe('connected')
  await act(async () => root.unmount())
})
