import { type } from 'arktype'
import type { EventSchemas } from 'pusher-js-fake'
import * as v from 'valibot'
import { z } from 'zod'

/** The same contracts in three libraries. */
export const LIBRARIES: Readonly<Record<string, EventSchemas>> = {
  zod: {
    orders: {
      created: z.object({ id: z.number(), items: z.array(z.object({ price: z.number() })) }),
    },
    'private-user-*': { renamed: z.object({ name: z.string() }) },
    'private-chat': { 'client-typing': z.object({ on: z.boolean() }) },
    'private-encrypted-*': { opened: z.object({ by: z.string() }) },
    '#server-to-user-*': { notice: z.object({ text: z.string() }) },
  },
  valibot: {
    orders: {
      created: v.object({ id: v.number(), items: v.array(v.object({ price: v.number() })) }),
    },
    'private-user-*': { renamed: v.object({ name: v.string() }) },
    'private-chat': { 'client-typing': v.object({ on: v.boolean() }) },
    'private-encrypted-*': { opened: v.object({ by: v.string() }) },
    '#server-to-user-*': { notice: v.object({ text: v.string() }) },
  },
  arktype: {
    orders: { created: type({ id: 'number', items: type({ price: 'number' }).array() }) },
    'private-user-*': { renamed: type({ name: 'string' }) },
    'private-chat': { 'client-typing': type({ on: 'boolean' }) },
    'private-encrypted-*': { opened: type({ by: 'string' }) },
    '#server-to-user-*': { notice: type({ text: 'string' }) },
  },
}
