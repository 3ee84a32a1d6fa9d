// @vitest-environment jsdom
// #region echo
import Echo from 'laravel-echo'
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

const connect = () =>
  new Echo({ broadcaster: 'reverb', key: 'app-key', wsHost: 'localhost', forceTLS: false, Pusher })

test('an order that Laravel broadcasts is heard', async ({ pusherFake }) => {
  const heard: unknown[] = []
  const echo = connect()
  echo.channel('orders').listen('OrderShipped', (order: unknown) => heard.push(order))
  await expect(pusherFake).toHaveSubscribed('orders')

  // The name of the class, as Laravel sends it; Echo adds the namespace App.Events by itself.
  pusherFake.trigger('orders', 'App\\Events\\OrderShipped', { id: 1 })

  expect(heard).toEqual([{ id: 1 }])
})
// #endregion echo
