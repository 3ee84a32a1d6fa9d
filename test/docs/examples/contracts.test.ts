import { createPusherFake } from 'pusher-js-fake'
import { eventsFromJsonSchema } from 'pusher-js-fake/contracts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { signedRequest } from '../../support/signed-request.ts'
import contracts from './contracts.json' with { type: 'json' }

test('types and checks', async () => {
  // #region events
  const events = {
    orders: {
      created: z.object({ id: z.number(), items: z.array(z.object({ price: z.number() })) }),
    },
    'private-user-*': { renamed: z.object({ name: z.string() }) },
    'presence-room': { 'client-typing': z.object({ on: z.boolean() }) },
    '#server-to-user-*': { notice: z.object({ text: z.string() }) },
  }
  const fake = createPusherFake({ events })

  fake.trigger('orders', 'created', { id: 1, items: [{ price: 12.5 }] })
  fake.trigger('private-user-42', 'renamed', { name: 'Ada' })
  fake.sendToUser('ada', 'notice', { text: 'Your order is on its way' })
  // @ts-expect-error the price is no number: neither for TypeScript nor for the schema
  expect(() => fake.trigger('orders', 'created', { id: 1, items: [{ price: 'dear' }] })).toThrow(
    'items[0].price',
  )
  // #endregion events

  const quiet = createPusherFake({ events, logger: false })
  const body = {
    name: 'created',
    channels: ['orders'],
    data: '{"id":1,"items":[{"price":"dear"}]}',
  }
  await quiet.fetch(signedRequest(quiet, '/events', { body }))
  expect(quiet.problems()).toMatchObject([
    { code: 'contract', message: expect.stringContaining('items[0].price') },
  ])
})

test('strict', () => {
  // #region strict
  const events = { orders: { created: z.object({ id: z.number() }), deleted: z.unknown() } }
  const fake = createPusherFake({ events, strict: true })
  // @ts-expect-error there is no such event
  expect(() => fake.trigger('orders', 'creatd', { id: 1 })).toThrow('Did you mean "created"?')
  // #endregion strict
})

test('JSON Schema', () => {
  // #region json
  const fake = createPusherFake({ events: eventsFromJsonSchema(contracts) })
  expect(() => fake.trigger('orders', 'created', { id: 1, items: [{ name: 'Tea' }] })).toThrow(
    'items[0]: Instance does not have required property "price"',
  )
  // #endregion json
})
