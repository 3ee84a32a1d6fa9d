// #region sweep
import Pusher from 'pusher-js'
import { sweep } from 'pusher-js-fake/sweep'
import { expect, test } from 'vitest'

interface Order {
  readonly id: number
}

/** The app. */
function startOrders(pusher: Pusher, orders: () => Promise<readonly Order[]>) {
  const shown = new Set<number>()
  const show = ({ id }: Order) => shown.add(id)
  const load = async () => (await orders()).forEach(show)
  pusher.subscribe('orders').bind('saved', show).bind('pusher:subscription_succeeded', load)
  setInterval(load, 10_000)
  return { ids: () => [...shown].toSorted() }
}

test('orders are shown, whatever the connection goes through', async () => {
  const result = await sweep(async ({ fake, until }) => {
    const saved = [{ id: 1 }] // what the backend has
    const app = startOrders(new Pusher(...fake.pusherOptions()), async () => saved)
    await until(() => expect(app.ids()).toEqual([1]))

    saved.push({ id: 2 })
    fake.trigger('orders', 'saved', { id: 2 })
    await until(() => expect(app.ids()).toEqual([1, 2]))
  })
  result.assertHeld() // throws what broke, and the frames around it
})
// #endregion sweep
