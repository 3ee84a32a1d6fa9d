import { describe, expect, test } from 'vitest'
import { quietFake, RawClient } from '../../support/raw-client.ts'

const channel = 'presence-room'

function succeeded(presence: object) {
  const data = JSON.stringify({ presence })
  return { event: 'pusher_internal:subscription_succeeded', channel, data }
}

function added(user_id: string, user_info: unknown) {
  const data = JSON.stringify({ user_id, user_info })
  return { event: 'pusher_internal:member_added', channel, data }
}

function removed(user_id: string) {
  const data = JSON.stringify({ user_id })
  return { event: 'pusher_internal:member_removed', channel, data }
}

function error(message: string) {
  return { event: 'pusher:error', data: { code: null, message } }
}

describe('the state that a new member gets', () => {
  test('holds the member itself', () => {
    const ada = { id: 'ada', info: { name: 'Ada' } }
    expect(new RawClient(quietFake()).subscribe(channel, ada)).toEqual([
      succeeded({ count: 1, ids: ['ada'], hash: { ada: { name: 'Ada' } } }),
    ])
  })

  test('holds everybody, null for a member without user_info', () => {
    const fake = quietFake()
    new RawClient(fake).subscribe(channel, { id: 'ada', info: { name: 'Ada' } })
    expect(new RawClient(fake).subscribe(channel, { id: 'bob' })).toEqual([
      succeeded({ count: 2, ids: ['ada', 'bob'], hash: { ada: { name: 'Ada' }, bob: null } }),
    ])
  })

  test('reads a numeric user_id as text', () => {
    const fake = quietFake()
    // What backends in untyped languages send.
    expect(new RawClient(fake).subscribeAs(channel, '{"user_id":10}')).toEqual([
      succeeded({ count: 1, ids: ['10'], hash: { 10: null } }),
    ])
  })

  test('takes a member named __proto__', () => {
    const fake = quietFake()
    const [frame] = new RawClient(fake).subscribe(channel, { id: '__proto__', info: 1 })
    expect(frame?.data).toBe('{"presence":{"count":1,"ids":["__proto__"],"hash":{"__proto__":1}}}')
  })
})

describe('members', () => {
  test('the others hear of a new one, the new one does not', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.subscribe(channel, { id: 'ada' })
    const answer = bob.subscribe(channel, { id: 'bob', info: { name: 'Bob' } })
    expect(ada.take()).toEqual([added('bob', { name: 'Bob' })])
    expect(answer.map(({ event }) => event)).toEqual(['pusher_internal:subscription_succeeded'])
  })

  test('a second connection of a user is neither added nor, as long as one is left, removed', () => {
    const fake = quietFake()
    const [ada, bob, bobsTab] = [new RawClient(fake), new RawClient(fake), new RawClient(fake)]
    ada.subscribe(channel, { id: 'ada' })
    bob.subscribe(channel, { id: 'bob' })
    ada.take()
    expect(bobsTab.subscribe(channel, { id: 'bob' })).toEqual([
      succeeded({ count: 2, ids: ['ada', 'bob'], hash: { ada: null, bob: null } }),
    ])
    bob.close()
    expect(ada.take()).toEqual([])
    bobsTab.unsubscribe(channel)
    expect(ada.take()).toEqual([removed('bob')])
  })

  test('the info of the first connection stays', () => {
    const fake = quietFake()
    new RawClient(fake).subscribe(channel, { id: 'ada', info: { tab: 1 } })
    new RawClient(fake).subscribe(channel, { id: 'ada', info: { tab: 2 } })
    expect(fake.channel(channel)).toEqual({
      name: channel,
      subscriptionCount: 2,
      userCount: 1,
      members: [{ id: 'ada', info: { tab: 1 } }],
    })
  })

  test('a lost connection removes its member', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.subscribe(channel, { id: 'ada' })
    bob.subscribe(channel, { id: 'bob' })
    ada.take()
    fake.faults.disconnect({ socketId: bob.socketId })
    expect(ada.take()).toEqual([removed('bob')])
    expect(fake.channel(channel)?.members).toEqual([{ id: 'ada', info: null }])
  })
})

describe('limits', () => {
  test('a full channel refuses a new user and lets in another tab of a member', () => {
    const fake = quietFake({ limits: { presenceMembers: 1 } })
    new RawClient(fake).subscribe(channel, { id: 'ada' })
    expect(new RawClient(fake).subscribe(channel, { id: 'bob' })).toEqual([
      error('The presence channel presence-room is full: the maximum is 1 members'),
    ])
    expect(new RawClient(fake).subscribe(channel, { id: 'ada' })).toEqual([
      succeeded({ count: 1, ids: ['ada'], hash: { ada: null } }),
    ])
  })

  test('100 members are the most', () => {
    const fake = quietFake()
    for (let id = 1; id <= 100; id += 1) {
      new RawClient(fake).subscribe(channel, { id: String(id) })
    }
    expect(new RawClient(fake).subscribe(channel, { id: '101' })).toEqual([
      error('The presence channel presence-room is full: the maximum is 100 members'),
    ])
    expect(fake.channel(channel)?.userCount).toBe(100)
  })

  test('a user_id has at most 128 characters', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    expect(client.subscribe(channel, { id: 'a'.repeat(129) })).toEqual([
      error('The user_id is longer than 128 characters'),
    ])
    expect(client.subscribe(channel, { id: 'a'.repeat(128) })).toHaveLength(1)
    expect(fake.channel(channel)?.userCount).toBe(1)
  })

  test('a user_info has at most 1 KB', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    expect(client.subscribe(channel, { id: 'a', info: 'é'.repeat(512) })).toEqual([
      error('The user_info is larger than 1024 bytes'),
    ])
    client.subscribe(channel, { id: 'a', info: 'é'.repeat(511) })
    expect(fake.channel(channel)?.userCount).toBe(1)
  })
})

describe('channel_data', () => {
  test.each(['{}', '[]', '"ada"', '{"user_id":""}', '{"user_id":null}', '{"user_id":{}}'])(
    '%s names nobody',
    (text) => {
      expect(new RawClient(quietFake()).subscribeAs(channel, text)).toEqual([
        error('Invalid channel_data for presence-room: expected JSON with a user_id'),
      ])
    },
  )

  test('is required of a client that is not signed in', () => {
    expect(new RawClient(quietFake()).subscribe(channel)).toEqual([
      error('Missing channel_data for presence channel presence-room'),
    ])
  })

  test('may be left out by a client that is signed in', () => {
    const client = new RawClient(quietFake())
    client.signin({ id: 'ada', info: { name: 'Ada' } })
    expect(client.subscribe(channel)).toEqual([
      succeeded({ count: 1, ids: ['ada'], hash: { ada: { name: 'Ada' } } }),
    ])
  })
})
