import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function watchlist(...events: { name: string; user_ids: string[] }[]) {
  return { event: 'pusher_internal:watchlist_events', data: { events } }
}

function success(user: object) {
  return { event: 'pusher:signin_success', data: { user_data: JSON.stringify(user) } }
}

function error(message: string, code: number | null = null) {
  return { event: 'pusher:error', data: { code, message } }
}

describe('signing in', () => {
  test('is answered with the user_data as it came', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    const told: unknown[] = []
    fake.on('signin', (event) => told.push(event))
    const user = { id: 'ada', info: { name: 'Ada' } }
    expect(client.signin(user)).toEqual([success({ id: 'ada', user_info: { name: 'Ada' } })])
    expect(fake.connections()).toMatchObject([{ socketId: client.socketId, userId: 'ada' }])
    expect(told).toEqual([{ socketId: client.socketId, userId: 'ada' }])
  })

  test('a wrong signature is an error and closes with 4009', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    const user_data = '{"id":"ada"}'
    const { auth } = fake.authenticateUser({ socketId: '1.1', user: { id: 'ada' } })
    client.send({ event: 'pusher:signin', data: { auth, user_data } })
    expect(client.take()).toEqual([error('Invalid signature in user authentication', 4009)])
    expect(client.closes).toEqual([{ code: 4009, reason: 'Connection is unauthorized' }])
    const [problem] = fake.problems()
    const expected = fake.authenticateUser({ socketId: client.socketId, user: { id: 'ada' } })
    expect(problem?.code).toBe('signin_refused')
    expect(problem?.message).toContain(`Expected auth "${expected.auth}"`)
    expect(problem?.message).toContain(`got "${auth}"`)
  })

  test('a connection that was closed for it is gone at once', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('presence-a', { id: 'ada' })
    client.send({ event: 'pusher:signin', data: { auth: 'app-key:x', user_data: '{"id":"ada"}' } })
    expect(client.closes).toHaveLength(1)
    expect(fake.connections()).toEqual([])
    expect(fake.channels()).toEqual([])
  })

  test.each(['{}', '{"id":""}', '{"id":1}', '[]', 'null', 'ada'])(
    'user_data %s, though signed, closes with 4009',
    (user_data) => {
      const fake = quietFake()
      const client = new RawClient(fake)
      const text = `${client.socketId}::user::${user_data}`
      const signature = createHmac('sha256', fake.secret).update(text).digest('hex')
      const data = { auth: `${fake.key}:${signature}`, user_data }
      client.send({ event: 'pusher:signin', data })
      expect(client.take()).toEqual([error('Invalid user_data in user authentication', 4009)])
      expect(client.closes).toEqual([{ code: 4009, reason: 'Connection is unauthorized' }])
    },
  )

  test('a second sign-in as the same user succeeds and tells nobody again', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    const user = { id: 'ada', watchlist: ['bob'] }
    bob.signin({ id: 'bob', watchlist: ['ada'] })
    ada.signin(user)
    bob.take()
    expect(ada.signin(user)).toEqual([success(user)])
    expect(bob.take()).toEqual([])
    ada.close()
    expect(bob.take()).toEqual([watchlist({ name: 'offline', user_ids: ['ada'] })])
  })

  test('a second sign-in as another user is refused and keeps the first', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.signin({ id: 'ada' })
    expect(client.signin({ id: 'bob' })).toEqual([
      error('Connection is already signed in as user ada'),
    ])
    expect(fake.connections()[0]?.userId).toBe('ada')
  })
})

describe('server-to-user', () => {
  test('reaches every connection of the user', () => {
    const fake = quietFake()
    const [ada, tab, bob] = [new RawClient(fake), new RawClient(fake), new RawClient(fake)]
    const channel = '#server-to-user-ada'
    for (const client of [ada, tab]) {
      client.signin({ id: 'ada' })
      expect(client.subscribe(channel)).toEqual([
        { event: 'pusher_internal:subscription_succeeded', channel, data: '{}' },
      ])
    }
    bob.signin({ id: 'bob' })
    bob.subscribe('#server-to-user-bob')
    fake.sendToUser('ada', 'mail', { id: 1 })
    const frames = [{ event: 'mail', channel, data: '{"id":1}' }]
    expect(ada.take()).toEqual(frames)
    expect(tab.take()).toEqual(frames)
    expect(bob.take()).toEqual([])
  })

  test.each([
    ['not signed in', undefined],
    ['another user', 'bob'],
  ])('is closed to a connection that is %s', (_, id) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    if (id !== undefined) client.signin({ id })
    expect(client.subscribe('#server-to-user-ada')).toEqual([
      error('Not signed in as the user of channel #server-to-user-ada'),
    ])
  })

  test('is not among the channels and webhooks of the app', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.signin({ id: 'ada' })
    client.subscribe('#server-to-user-ada')
    client.close()
    expect(fake.channels()).toEqual([])
    expect(fake.webhooks()).toEqual([])
  })
})

describe('the watchlist', () => {
  test('tells who is online and offline, once after sign-in', () => {
    const fake = quietFake()
    new RawClient(fake).signin({ id: 'bob' })
    const user = { id: 'ada', watchlist: ['bob', 'eve', 'joe'] }
    expect(new RawClient(fake).signin(user)).toEqual([
      success(user),
      watchlist(
        { name: 'online', user_ids: ['bob'] },
        { name: 'offline', user_ids: ['eve', 'joe'] },
      ),
    ])
  })

  test('leaves out an empty list', () => {
    const fake = quietFake()
    const ada = new RawClient(fake)
    expect(ada.signin({ id: 'ada', watchlist: ['bob'] })[1]).toEqual(
      watchlist({ name: 'offline', user_ids: ['bob'] }),
    )
  })

  test('tells of the first connection of a user and of the end of the last', () => {
    const fake = quietFake()
    const [ada, bob, tab] = [new RawClient(fake), new RawClient(fake), new RawClient(fake)]
    ada.signin({ id: 'ada', watchlist: ['bob'] })
    bob.signin({ id: 'bob' })
    expect(ada.take()).toEqual([watchlist({ name: 'online', user_ids: ['bob'] })])
    tab.signin({ id: 'bob' })
    bob.close()
    expect(ada.take()).toEqual([])
    tab.close()
    expect(ada.take()).toEqual([watchlist({ name: 'offline', user_ids: ['bob'] })])
  })

  test('who watches itself is told once', () => {
    const user = { id: 'ada', watchlist: ['ada'] }
    expect(new RawClient(quietFake()).signin(user)).toEqual([
      success(user),
      watchlist({ name: 'online', user_ids: ['ada'] }),
    ])
  })

  test('over 100 users is 4302 and the first 100 are watched', () => {
    const fake = quietFake()
    const ids = Array.from({ length: 101 }, (_, index) => `u${index}`)
    const [ada, last, outside] = [new RawClient(fake), new RawClient(fake), new RawClient(fake)]
    expect(ada.signin({ id: 'ada', watchlist: ids })).toEqual([
      success({ id: 'ada', watchlist: ids }),
      error('Watchlist limit exceeded: only the first 100 users are watched', 4302),
      watchlist({ name: 'offline', user_ids: ids.slice(0, 100) }),
    ])
    expect(ada.closes).toEqual([])
    outside.signin({ id: 'u100' })
    expect(ada.take()).toEqual([])
    last.signin({ id: 'u99' })
    expect(ada.take()).toEqual([watchlist({ name: 'online', user_ids: ['u99'] })])
  })
})

describe('terminateUserConnections', () => {
  test('ends every signed-in connection of the user with 4009', () => {
    const fake = quietFake()
    const [ada, tab, bob, member] = [1, 2, 3, 4].map(() => new RawClient(fake)) as [
      RawClient,
      RawClient,
      RawClient,
      RawClient,
    ]
    ada.signin({ id: 'ada' })
    tab.signin({ id: 'ada' })
    bob.signin({ id: 'bob' })
    member.subscribe('presence-a', { id: 'ada' })
    fake.terminateUserConnections('ada')
    const reason = 'Connection is unauthorized'
    for (const client of [ada, tab]) {
      expect(client.take()).toEqual([error(reason, 4009)])
      expect(client.closes).toEqual([{ code: 4009, reason }])
    }
    expect(bob.closes).toEqual([])
    expect(member.closes).toEqual([])
    expect(fake.connections().map(({ socketId }) => socketId)).toEqual([
      bob.socketId,
      member.socketId,
    ])
  })

  test('is harmless for a user who is not there', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    fake.terminateUserConnections('ada')
    expect(client.closes).toEqual([])
  })
})

test('authenticateUser refuses what it cannot sign', () => {
  const fake = quietFake()
  expect(() => fake.authenticateUser({ socketId: 'x', user: { id: 'a' } })).toThrow(
    'Invalid socket id "x", expected two integers and a dot.',
  )
  expect(() => fake.authenticateUser({ socketId: '1.1', user: { id: '' } })).toThrow(
    'Option "user.id" must be a non-empty string, got "".',
  )
})
