import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { render } from 'vitest-browser-svelte'
import Orders from './orders.svelte'

test('a Svelte component shows what the service sends and leaves nothing behind', async ({
  pusherFake,
}) => {
  const screen = await render(Orders)
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.element(screen.getByText('Order 1')).toBeVisible()
  await screen.unmount()
  await expect(pusherFake).toHaveNoSubscriptions()
})
