import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { render } from 'vitest-browser-vue'
import { defineComponent, h, onUnmounted, ref } from 'vue'

/** An app's component; nothing in it knows of the fake. */
const Orders = defineComponent(() => {
  const orders = ref<number[]>([])
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  pusher.subscribe('orders').bind('created', ({ id }: { id: number }) => orders.value.push(id))
  onUnmounted(() => pusher.disconnect())
  return () =>
    h(
      'ul',
      orders.value.map((id) => h('li', `Order ${id}`)),
    )
})

test('a Vue component shows what the service sends and leaves nothing behind', async ({
  pusherFake,
}) => {
  const screen = await render(Orders)
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.element(screen.getByText('Order 1')).toBeVisible()
  await screen.unmount()
  await expect(pusherFake).toHaveNoSubscriptions()
})
