import { expect, test } from 'vitest'
import { echoHint } from '../../../src/server/diagnosis/causes/echo-names.ts'
import { quietFake } from '../../support/raw-client.ts'

test.each([
  ['.order.shipped', 'hears "order.shipped"'],
  ['\\App\\Events\\Shipped', 'hears "App\\Events\\Shipped"'],
  ['App.Events.Shop.Shipped', 'Laravel sends "App\\Events\\Shop\\Shipped"'],
])('%s is what Echo writes and not what Laravel sends', (event, hint) => {
  expect(echoHint(event)).toContain(hint)
})

test.each(['order.shipped', 'App\\Events\\Shipped', 'pusher:pong', 'client-x', '.', ''])(
  'there is nothing to say of %j',
  (event) => {
    expect(echoHint(event)).toBeUndefined()
  },
)

test('a wait in vain says so', async () => {
  const fake = quietFake()
  await fake.connect().subscribe('orders')
  fake.trigger('orders', '.order.shipped', { id: 1 })
  await expect(fake.waitForClientEvent('orders', 'client-seen', { timeout: 0 })).rejects.toThrow(
    /Echo's leading dot/,
  )
})
