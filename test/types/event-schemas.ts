import { type } from 'arktype'
import { createPusherFake, type EventsOf, type PusherFake } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import * as v from 'valibot'
import { z } from 'zod'

// Compiled by `npm run check`, never run.

const events = {
  orders: {
    created: z.object({ id: z.number(), at: z.string().transform((text) => new Date(text)) }),
  },
  'private-*': { 'client-typing': v.object({ on: v.boolean() }) },
  'private-user-*': { renamed: type({ name: 'string' }) },
  'private-user-1': { exact: z.object({ one: z.literal(1) }) },
  '#server-to-user-*': { notice: z.object({ text: z.string() }) },
}

export async function typedBySchemas(): Promise<void> {
  const fake = createPusherFake({ events, strict: true })
  fake.trigger('orders', 'created', { id: 1, at: '2026-01-01' })
  fake.trigger('private-user-42', 'renamed', { name: 'Ada' })
  fake.trigger('private-user-1', 'exact', { one: 1 })
  fake.sendToUser('ada', 'notice', { text: 'Hello' })
  fake.triggerBatch([{ channel: 'private-user-42', name: 'renamed', data: { name: 'Ada' } }])
  // @ts-expect-error what goes over the wire is what the schema takes
  fake.trigger('orders', 'created', { id: 1, at: new Date() })
  // @ts-expect-error no such channel
  fake.trigger('order', 'created', { id: 1, at: '' })
  // @ts-expect-error no such event
  fake.trigger('orders', 'deleted', { id: 1, at: '' })
  // @ts-expect-error other data
  fake.trigger('private-user-42', 'renamed', { name: 1 })
  // @ts-expect-error the most exact pattern has no such event
  fake.trigger('private-user-42', 'client-typing', { on: true })
  // @ts-expect-error the name itself is more exact than its patterns
  fake.trigger('private-user-1', 'renamed', { name: 'Ada' })
  // @ts-expect-error no such event of a user
  fake.sendToUser('ada', 'notices', { text: 'Hello' })

  const { data } = await fake.waitForClientEvent('private-chat', 'client-typing')
  const on: boolean = data.on
  const bob = fake.connect()
  await bob.trigger('private-chat', 'client-typing', { on })
  // @ts-expect-error other data
  await bob.trigger('private-chat', 'client-typing', { on: 'yes' })

  const installed = installPusherFake({ events })
  installed.trigger('private-user-42', 'renamed', { name: 'Ada' })
  // @ts-expect-error other data
  installed.trigger('private-user-42', 'renamed', {})
  installed.uninstall()

  const ofFixture = fake as PusherFake<EventsOf<typeof events>>
  ofFixture.trigger('private-user-42', 'renamed', { name: 'Ada' })
}

export function overlappingPatterns(): void {
  const fake = createPusherFake({
    events: {
      '*': { e: z.object({ a: z.number() }) },
      'shop-*': { e: z.object({ a: z.string() }) },
    },
  })
  fake.trigger('shop-1', 'e', { a: 'text' })
  fake.trigger('orders', 'e', { a: 1 })
  // @ts-expect-error the more exact pattern has text
  fake.trigger('shop-1', 'e', { a: 1 })
}
