import fc from 'fast-check'

/** What a client or a test may do; data alone, so that a counter-example can be kept as it was printed. */
export type Operation =
  | { readonly do: 'connect' | 'close'; readonly client: number }
  | { readonly do: 'disconnect'; readonly client: number; readonly code: number }
  | {
      readonly do: 'subscribe'
      readonly client: number
      readonly channel: string
      /** The member on a presence channel; the signed-in user without one. */
      readonly as?: string
      readonly forged?: true
    }
  | { readonly do: 'unsubscribe'; readonly client: number; readonly channel: string }
  | {
      readonly do: 'clientEvent'
      readonly client: number
      readonly channel: string
      readonly event: string
      readonly data: unknown
    }
  | {
      readonly do: 'signIn'
      readonly client: number
      readonly user: string
      readonly watchlist: readonly string[]
      readonly forged?: true
    }
  | {
      readonly do: 'trigger'
      readonly channels: readonly string[]
      readonly event: string
      readonly data: unknown
      /** The client that is left out. */
      readonly except?: number
    }
  | {
      readonly do: 'batch'
      readonly events: readonly { channel: string; name: string; data: unknown }[]
    }
  | {
      readonly do: 'sendToUser'
      readonly user: string
      readonly event: string
      readonly data: unknown
    }
  | { readonly do: 'terminate'; readonly user: string }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'goOffline' | 'goOnline' | 'reset' }

/** Names that an object of JavaScript has already are as good as any other. */
const USERS: readonly string[] = ['ada', 'bob', '__proto__', 'constructor']

const PLAIN_CHANNELS = [
  'room',
  '__proto__',
  'cache-news',
  'private-a',
  'private-cache-b',
  'presence-x',
  'presence-__proto__',
  'presence-cache-y',
]
const ENCRYPTED_CHANNELS = ['private-encrypted-e', 'private-encrypted-cache-f']
const CHANNELS: readonly string[] = [...PLAIN_CHANNELS, ...ENCRYPTED_CHANNELS]

const DATA: readonly unknown[] = [
  {},
  null,
  'text',
  '{"twice":"encoded"}',
  [1, { html: '</script><img src=x onerror=alert(1)>' }],
  '\ud800 alone',
  JSON.parse('{"__proto__":{"polluted":true}}'),
]

const client = fc.nat(3)
const user = fc.constantFrom(...USERS)
const channel = fc.constantFrom(...CHANNELS)
const data = fc.constantFrom(...DATA)
const event = fc.constantFrom('created', 'toString', '__proto__')
const rarely = fc.constantFrom(undefined, undefined, undefined, undefined, true as const)

const connect = fc.record({ do: fc.constant('connect'), client })
const unsubscribe = fc.record({ do: fc.constant('unsubscribe'), client, channel })

const clientEvent = fc.record({
  do: fc.constant('clientEvent'),
  client,
  channel,
  event: fc.constantFrom('client-typing', 'client-constructor'),
  data,
})

const signIn: fc.Arbitrary<Operation> = fc
  .record({ client, user, watchlist: fc.subarray([...USERS]), forged: rarely })
  .map(({ forged, ...rest }) => ({ do: 'signIn', ...rest, ...(forged && { forged }) }))

const trigger: fc.Arbitrary<Operation> = fc
  .record({
    channels: fc.oneof(
      fc.array(fc.constantFrom(...PLAIN_CHANNELS), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...ENCRYPTED_CHANNELS).map((name) => [name]),
    ),
    event,
    data,
    except: fc.option(client, { nil: undefined }),
  })
  .map(({ except, ...rest }) => ({
    do: 'trigger',
    ...rest,
    ...(except !== undefined && { except }),
  }))

const ofService: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    do: fc.constant('batch'),
    events: fc.array(fc.record({ channel, name: event, data }), { maxLength: 3 }),
  }),
  fc.record({ do: fc.constant('sendToUser'), user, event, data }),
  fc.record({ do: fc.constant('terminate'), user }),
  fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(400, 1_000, 5_000) }),
)

const ofNetwork: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('close'), client }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('disconnect'),
      client,
      code: fc.constantFrom(1006, 4200, 4100),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('goOffline', 'goOnline', 'goOnline', 'reset') }),
  },
)

/** All operations; each entry is as likely as any other. */
export const operations: readonly fc.Arbitrary<Operation>[] = [
  ...[connect, connect, subscription(), subscription(), subscription(), unsubscribe],
  ...[clientEvent, clientEvent, signIn, trigger, trigger, ofService, ofNetwork],
]

function subscription(): fc.Arbitrary<Operation> {
  return fc
    .record({
      client,
      channel: fc.oneof(
        { weight: 9, arbitrary: channel },
        { weight: 1, arbitrary: user.map((id) => `#server-to-user-${id}`) },
      ),
      as: fc.option(user, { nil: undefined }),
      forged: rarely,
    })
    .map(({ as, forged, ...rest }) => ({
      do: 'subscribe',
      ...rest,
      ...(as !== undefined && rest.channel.startsWith('presence-') && { as }),
      ...(forged && { forged }),
    }))
}
