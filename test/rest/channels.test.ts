import { describe, expect, test } from 'vitest'
import type { PusherFake } from '../../src/index.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'
import { signedRequest } from '../support/signed-request.ts'

async function get(fake: PusherFake, path: string, query: Record<string, string> = {}) {
  const response = await fake.fetch(signedRequest(fake, path, { query }))
  return [response.status, await response.text()]
}

function occupied(): PusherFake {
  const fake = quietFake()
  new RawClient(fake).subscribe('orders')
  for (const id of ['ada', 'ada', 'bob']) {
    new RawClient(fake).subscribe('presence-a', { id })
  }
  new RawClient(fake).subscribe('presence-b', { id: 'ada' })
  fake.connect({ user: { id: 'ada' } })
  return fake
}

describe('GET /channels', () => {
  test('lists occupied channels, those of users left out', async () => {
    expect(await get(occupied(), '/channels')).toEqual([
      200,
      '{"channels":{"orders":{},"presence-a":{},"presence-b":{}}}',
    ])
    expect(await get(quietFake(), '/channels')).toEqual([200, '{"channels":{}}'])
  })

  test('filters by prefix', async () => {
    const query = { filter_by_prefix: 'presence-b' }
    expect(await get(occupied(), '/channels', query)).toEqual([
      200,
      '{"channels":{"presence-b":{}}}',
    ])
  })

  test('counts distinct users', async () => {
    const query = { filter_by_prefix: 'presence-', info: 'user_count' }
    expect(await get(occupied(), '/channels', query)).toEqual([
      200,
      '{"channels":{"presence-a":{"user_count":2},"presence-b":{"user_count":1}}}',
    ])
  })

  test.each([{}, { filter_by_prefix: 'private-' }, { filter_by_prefix: 'presence' }])(
    'user_count with %j is 400',
    async (query) => {
      expect(await get(occupied(), '/channels', { ...query, info: 'user_count' })).toEqual([
        400,
        'user_count may only be requested for presence channels - please supply filter_by_prefix beginning with presence-\n',
      ])
    },
  )

  test('counts subscriptions, of presence channels with the users', async () => {
    const query = { filter_by_prefix: 'presence-', info: 'user_count,subscription_count' }
    expect(await get(occupied(), '/channels', query)).toEqual([
      200,
      '{"channels":{"presence-a":{"user_count":2,"subscription_count":3},"presence-b":{"user_count":1,"subscription_count":1}}}',
    ])
  })

  test('the cache is 400', async () => {
    expect(await get(occupied(), '/channels', { info: 'cache' })).toEqual([
      400,
      'The cache may not be requested for a list of channels\n',
    ])
  })

  test('a channel named __proto__ is listed', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('__proto__')
    expect(await get(fake, '/channels')).toEqual([200, '{"channels":{"__proto__":{}}}'])
  })
})

describe('GET /channels/:name', () => {
  test.each<[path: string, info: string, answer: string]>([
    ['/channels/orders', '', '{"occupied":true}'],
    ['/channels/nobody', '', '{"occupied":false}'],
    ['/channels/orders', 'subscription_count', '{"occupied":true,"subscription_count":1}'],
    ['/channels/nobody', 'subscription_count', '{"occupied":false,"subscription_count":0}'],
    ['/channels/presence-a', 'user_count', '{"occupied":true,"user_count":2}'],
    [
      '/channels/presence-a',
      'user_count,subscription_count',
      '{"occupied":true,"user_count":2,"subscription_count":3}',
    ],
    ['/channels/presence-x', 'user_count', '{"occupied":false,"user_count":0}'],
    ['/channels/cache-a', 'cache', '{"occupied":false,"cache":null}'],
  ])('%s with info %j', async (path, info, answer) => {
    expect(await get(occupied(), path, { info })).toEqual([200, answer])
  })

  test('tells the cached data and how long it is kept', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock, limits: { authTimestampSeconds: Number.POSITIVE_INFINITY } })
    fake.trigger('cache-a', 'created', { id: 1 })
    clock.advance(10_500)
    expect(await get(fake, '/channels/cache-a', { info: 'cache,subscription_count' })).toEqual([
      200,
      '{"occupied":false,"cache":{"data":"{\\"id\\":1}","ttl":1790},"subscription_count":0}',
    ])
    clock.advance(1_800_000)
    expect(await get(fake, '/channels/cache-a', { info: 'cache' })).toEqual([
      200,
      '{"occupied":false,"cache":null}',
    ])
  })

  test('reads an escaped name', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('a=b@c,d;e')
    const path = `/channels/${encodeURIComponent('a=b@c,d;e')}`
    expect(await get(fake, path)).toEqual([200, '{"occupied":true}'])
  })

  test.each([
    [
      '/channels/orders',
      'user_count',
      'Cannot retrieve the user count unless the channel is a presence channel',
    ],
    [
      '/channels/orders',
      'cache',
      'Cannot retrieve the cache unless the channel is a cache channel',
    ],
    [
      '/channels/orders',
      'size',
      'info should be a comma separated list of attributes: user_count, subscription_count, cache. Unknown is "size"',
    ],
    [
      '/channels/a%20b',
      '',
      'Invalid channel name "a b": only letters, digits and _ - = @ , . ; are allowed',
    ],
  ])('%s with info %j is 400', async (path, info, message) => {
    expect(await get(occupied(), path, { info })).toEqual([400, `${message}\n`])
  })
})

describe('GET /channels/:name/users', () => {
  test('lists distinct users', async () => {
    expect(await get(occupied(), '/channels/presence-a/users')).toEqual([
      200,
      '{"users":[{"id":"ada"},{"id":"bob"}]}',
    ])
    expect(await get(occupied(), '/channels/presence-x/users')).toEqual([200, '{"users":[]}'])
  })

  test('of a channel that is not a presence channel is 400', async () => {
    expect(await get(occupied(), '/channels/orders/users')).toEqual([
      400,
      'Users can only be retrieved for presence channels\n',
    ])
  })
})

describe('GET /channels/:name/stats, which is retired,', () => {
  test.each([
    ['/channels/orders/stats', '{"occupied":true}'],
    ['/channels/nobody/stats', '{"occupied":false}'],
    ['/channels/presence-a/stats', '{"occupied":true,"user_count":2}'],
  ])('%s', async (path, answer) => {
    expect(await get(occupied(), path)).toEqual([200, answer])
  })
})
