// #region component
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { type ReactElement, StrictMode, useEffect, useState } from 'react'
import { expect } from 'vitest'
import { render } from 'vitest-browser-react'

/** An app's component; nothing in it knows of the fake. */
function Orders(): ReactElement {
  const [orders, setOrders] = useState<readonly number[]>([])
  useEffect(() => {
    const pusher = new Pusher('app-key', { cluster: 'mt1' })
    const channel = pusher.subscribe('orders')
    channel.bind('created', ({ id }: { id: number }) => setOrders((before) => [...before, id]))
    return () => pusher.disconnect()
  }, [])
  return (
    <ul>
      {orders.map((id) => (
        <li key={id}>Order {id}</li>
      ))}
    </ul>
  )
}

test('a component shows what the service sends and leaves nothing behind', async ({
  pusherFake,
}) => {
  const screen = await render(<Orders />)
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.element(screen.getByText('Order 1')).toBeVisible()
  await screen.unmount()
  await expect(pusherFake).toHaveNoSubscriptions()
})
// #endregion component

test("StrictMode's second mount is seen as what it is", async ({ pusherFake }) => {
  const screen = await render(
    <StrictMode>
      <Orders />
    </StrictMode>,
  )
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.element(screen.getByText('Order 1')).toBeVisible()
  // The effect of the first mount was cleaned up: one connection is left of two.
  await expect.poll(() => pusherFake.connections().length).toBe(1)
  expect(pusherFake.channel('orders')?.subscriptionCount).toBe(1)
})
