import { beforeAll, expect, test } from 'vitest'
import { loadSecretBox } from '../../src/server/channels/with-secret-box.ts'
import { replay } from './engine-step.ts'
import type { Operation } from './operation.ts'
import type { Rules } from './reference-model.ts'

// What random runs were cut down to, as they printed it, each with what it had shown.

beforeAll(loadSecretBox)

const RULES: Rules = {
  subscriptionCount: false,
  clientEvents: true,
  presenceMembers: 100,
  clientEventsPerSecond: 10,
  watchlistSize: 100,
  connections: Number.POSITIVE_INFINITY,
  cacheSeconds: 1_800,
}

const CASES: readonly (readonly [shows: string, operations: readonly Operation[]])[] = [
  [
    'a user of two connections stays a member when the first of them is refused its sign-in',
    [
      { do: 'connect', client: 1 },
      { do: 'subscribe', client: 1, channel: 'presence-cache-y', as: '__proto__' },
      { do: 'connect', client: 2 },
      { do: 'subscribe', client: 2, channel: 'presence-cache-y', as: '__proto__' },
      { do: 'signIn', client: 1, user: 'ada', watchlist: [], forged: true },
    ],
  ],
]

test.each(CASES)('%s', (_, operations) => {
  const { world } = replay(RULES, operations)
  expect(world.fake.problems().length).toBeLessThanOrEqual(operations.length)
})
