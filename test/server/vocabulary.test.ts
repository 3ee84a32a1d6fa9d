import { describe, expect, test } from 'vitest'
import { createPusherFake, type PusherFake, type PusherFakeOptions } from '../../src/index.ts'
import { quietFake } from '../support/raw-client.ts'

/** What JavaScript, or a test of 0.1, writes; TypeScript refuses each of them. */
const OLD_WORDS: readonly (readonly [
  what: string,
  call: (fake: PusherFake) => unknown,
  message: string,
])[] = [
  [
    'a user of the wire who connects',
    (fake) => fake.connect({ user: { user_id: 'ada' } as never }),
    'connect: Unknown option "user.user_id", write "user.id". Allowed are: id, info, watchlist.',
  ],
  [
    'user_info of a user',
    (fake) => fake.connect({ user: { id: 'ada', user_info: {} } as never }),
    'connect: Unknown option "user.user_info", write "user.info".',
  ],
  [
    'a member of the wire',
    (fake) =>
      fake.authorizeChannel({
        socketId: '1.2',
        channelName: 'presence-a',
        user: { user_id: 'ada' } as never,
      }),
    'authorizeChannel: Unknown option "user.user_id", write "user.id".',
  ],
  [
    'a user who signs in',
    (fake) =>
      fake.authenticateUser({ socketId: '1.2', user: { id: 'ada', user_info: {} } as never }),
    'authenticateUser: Unknown option "user.user_info", write "user.info".',
  ],
  [
    'the user of the endpoints',
    (fake) => fake.authEndpoints({ user: { user_id: 'ada' } as never }),
    'Unknown option "user.user_id", write "user.id".',
  ],
  [
    'info in one text',
    (fake) => fake.trigger('a', 'b', 1, { info: 'user_count,subscription_count' as never }),
    `trigger: Option "info" must be a list of some of 'user_count', 'subscription_count', 'cache', got "user_count,subscription_count".`,
  ],
  [
    'a socket id of the wire',
    (fake) => fake.trigger('a', 'b', 1, { socket_id: '1.2' } as never),
    'trigger: Unknown option "socket_id", write "socketId".',
  ],
  [
    'an error of an endpoint that fails',
    (fake) => fake.faults.failSubscription('private-a', { error: 'no' } as never),
    'faults.failSubscription: Unknown option "error", write "body".',
  ],
  [
    'an error of user authentication',
    (fake) => fake.faults.failAuthentication({ error: 'no' } as never),
    'faults.failAuthentication: Unknown option "error", write "body".',
  ],
  [
    'seconds without their unit',
    () => createPusherFake({ activityTimeout: 120 } as PusherFakeOptions),
    'Unknown option "activityTimeout", write "activityTimeoutSeconds".',
  ],
  [
    'a member of the wire who is awaited',
    (fake) => fake.waitForWebhook('member_added', { user_id: 'ada' } as never),
    'waitForWebhook: Unknown option "user_id", write "userId".',
  ],
  [
    'a time that is misspelt',
    (fake) => fake.waitForSubscription('orders', { timeOut: 5 } as never),
    'waitForSubscription: Unknown option "timeOut", write "timeout".',
  ],
  [
    'a filter of frames',
    (fake) => fake.frames({ socket_id: '1.2' } as never),
    'frames: Unknown option "socket_id", write "socketId".',
  ],
  [
    'a limit that is misspelt',
    () => createPusherFake({ limits: { batchsize: 1 } as never }),
    'Unknown option "limits.batchsize", write "limits.batchSize".',
  ],
]

describe('one vocabulary', () => {
  test.each(OLD_WORDS)('%s is told the new word', (_, call, message) => {
    expect(() => call(quietFake())).toThrow(message)
  })

  test('a peer that subscribes as a member of the wire is told the new word', async () => {
    const bob = quietFake().connect()
    await expect(bob.subscribe('presence-a', { user_id: 'bob' } as never)).rejects.toThrow(
      'Unknown option "user.user_id", write "user.id".',
    )
  })

  test('a word that nothing is like comes with those that are allowed', () => {
    expect(() => createPusherFake({ zzz: 1 } as PusherFakeOptions)).toThrow(
      'Unknown option "zzz". Allowed are: appId',
    )
  })
})
