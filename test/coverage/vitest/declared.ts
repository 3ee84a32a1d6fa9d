import { z } from 'zod'

export const events: Readonly<Record<string, Record<string, z.ZodUnknown>>> = {
  orders: { created: z.unknown(), deleted: z.unknown() },
  'private-user-*': { renamed: z.unknown() },
}
