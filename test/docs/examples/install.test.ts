import { expect, test } from 'vitest'

test('installPusherFake without a runner', async () => {
  const shown: unknown[] = []
  const show = (order: unknown) => shown.push(order)
  // #region install
  const { default: Pusher } = await import('pusher-js')
  const { installPusherFake } = await import('pusher-js-fake/browser')

  const fake = installPusherFake({ Pusher })
  new Pusher('app-key', { cluster: 'mt1' }).subscribe('orders').bind('created', show)
  await fake.waitForSubscription('orders')

  fake.trigger('orders', 'created', { id: 1 }) // `show` has been called when this returns

  fake.reset() // between tests
  fake.uninstall() // restores the very globals that were there
  // #endregion install
  expect(shown).toEqual([{ id: 1 }])
})
