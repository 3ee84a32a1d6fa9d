import Pusher from 'pusher'
import { describe, expect, test } from 'vitest'
import type { PusherFake, PusherFakeOptions } from '../../src/index.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

const ROOM = 'presence-room'
const DELAY = 3_000
const BATCH = 1_000

function clockedFake(options: PusherFakeOptions): { fake: PusherFake; clock: ManualClock } {
  const clock = new ManualClock()
  return { fake: quietFake({ clock, ...options }), clock }
}

function member(fake: PusherFake, userId: string): RawClient {
  const client = new RawClient(fake)
  client.subscribe(ROOM, { id: userId })
  return client
}

/** The events of each request, as the SDK reads them, in short. */
function posted(fake: PusherFake): string[][] {
  const { appId, key, secret, cluster } = fake
  const sdk = new Pusher({ appId, key, secret, cluster })
  return fake.webhookRequests().map((request) => {
    const webhook = sdk.webhook(request)
    expect(webhook.isValid()).toBe(true)
    return webhook.getEvents().map((event) => {
      const userId: unknown = Reflect.get(event, 'user_id')
      return [event.name, ...(userId === undefined ? [] : [userId])].join(' ')
    })
  })
}

describe('webhookDelay', () => {
  test('a connection that comes back within it reports neither leaving nor coming', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    const client = member(fake, 'ada')
    client.close(1006)
    clock.advance(DELAY - 1)
    member(fake, 'ada')
    clock.advance(DELAY * 2)
    expect(posted(fake).flat()).toEqual(['channel_occupied', 'member_added ada'])
  })

  test('a connection that stays away is reported when it is over, and so is its return', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    member(fake, 'ada').close()
    clock.advance(DELAY - 1)
    expect(posted(fake).flat()).toEqual(['channel_occupied', 'member_added ada'])
    clock.advance(1)
    expect(posted(fake).flat().slice(2)).toEqual(['member_removed ada', 'channel_vacated'])
    member(fake, 'ada')
    expect(posted(fake).flat().slice(4)).toEqual(['channel_occupied', 'member_added ada'])
  })

  test('an explicit unsubscribe is reported at once, and so is the return', () => {
    const { fake } = clockedFake({ webhookDelay: DELAY })
    const client = member(fake, 'ada')
    client.unsubscribe(ROOM)
    expect(posted(fake).flat().slice(2)).toEqual(['member_removed ada', 'channel_vacated'])
    client.subscribe(ROOM, { id: 'ada' })
    expect(posted(fake).flat().slice(4)).toEqual(['channel_occupied', 'member_added ada'])
  })

  test('a connection that the service ends waits too', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    member(fake, 'ada')
    fake.faults.disconnect({ code: 4200 })
    clock.advance(DELAY - 1)
    expect(posted(fake)).toHaveLength(2)
    clock.advance(1)
    expect(posted(fake)).toHaveLength(4)
  })

  test('starts anew with each loss', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    member(fake, 'ada').close()
    clock.advance(DELAY - 1)
    member(fake, 'ada').close()
    clock.advance(DELAY - 1)
    expect(posted(fake)).toHaveLength(2)
    clock.advance(1)
    expect(posted(fake).flat().slice(2)).toEqual(['member_removed ada', 'channel_vacated'])
  })

  test('another user that comes keeps the channel, not the member', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    member(fake, 'ada').close()
    member(fake, 'bob')
    expect(posted(fake).flat().slice(2)).toEqual(['member_added bob'])
    clock.advance(DELAY)
    expect(posted(fake).flat().slice(3)).toEqual(['member_removed ada'])
  })

  test('the same user on another channel does not cancel it', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    member(fake, 'ada').close()
    new RawClient(fake).subscribe('presence-other', { id: 'ada' })
    clock.advance(DELAY)
    const removed = fake.webhooks().slice(4)
    expect(removed).toEqual([
      { name: 'member_removed', channel: ROOM, user_id: 'ada' },
      { name: 'channel_vacated', channel: ROOM },
    ])
  })

  test('nothing that waits outlives a reset', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY })
    member(fake, 'ada').close()
    member(fake, 'bob')
    fake.reset()
    expect(clock.pending).toBe(0)
    member(fake, 'ada')
    expect(posted(fake).flat()).toEqual(['channel_occupied', 'member_added ada'])
    clock.advance(DELAY)
    expect(posted(fake)).toHaveLength(2)
  })
})

describe('webhookBatchInterval', () => {
  test('collects events from the first one on into one request, in their order', () => {
    const { fake, clock } = clockedFake({ webhookBatchInterval: BATCH })
    const client = member(fake, 'ada')
    clock.advance(BATCH - 1)
    client.unsubscribe(ROOM)
    expect(fake.webhookRequests()).toEqual([])
    expect(fake.webhooks()).toHaveLength(4)
    clock.advance(1)
    expect(posted(fake)).toEqual([
      ['channel_occupied', 'member_added ada', 'member_removed ada', 'channel_vacated'],
    ])
  })

  test('the time of a request is that of its post', () => {
    const { fake, clock } = clockedFake({ webhookBatchInterval: BATCH })
    const start = clock.now()
    member(fake, 'ada')
    clock.advance(BATCH * 2)
    const bodies = fake.webhookRequests().map(({ rawBody }) => JSON.parse(rawBody) as object)
    expect(bodies).toMatchObject([{ time_ms: start + BATCH }])
  })

  test('a later event begins a batch of its own, and no batch is empty', () => {
    const { fake, clock } = clockedFake({ webhookBatchInterval: BATCH })
    const client = member(fake, 'ada')
    clock.advance(BATCH * 10)
    client.unsubscribe(ROOM)
    clock.advance(BATCH - 1)
    expect(posted(fake)).toHaveLength(1)
    clock.advance(1)
    expect(posted(fake)).toEqual([
      ['channel_occupied', 'member_added ada'],
      ['member_removed ada', 'channel_vacated'],
    ])
  })

  test('what was delayed is collected when its delay is over', () => {
    const { fake, clock } = clockedFake({ webhookDelay: DELAY, webhookBatchInterval: BATCH })
    member(fake, 'ada').close()
    clock.advance(DELAY + BATCH - 1)
    expect(posted(fake)).toEqual([['channel_occupied', 'member_added ada']])
    clock.advance(1)
    expect(posted(fake).slice(1)).toEqual([['member_removed ada', 'channel_vacated']])
  })

  test('a batch that waits does not outlive a reset', () => {
    const { fake, clock } = clockedFake({ webhookBatchInterval: BATCH })
    member(fake, 'ada')
    fake.reset()
    clock.advance(BATCH)
    expect(fake.webhookRequests()).toEqual([])
    member(fake, 'bob')
    clock.advance(BATCH)
    expect(posted(fake)).toEqual([['channel_occupied', 'member_added bob']])
  })
})

test('flushWebhooks reports at once what is held back, and nothing twice', () => {
  const { fake, clock } = clockedFake({ webhookDelay: DELAY, webhookBatchInterval: BATCH })
  member(fake, 'ada').close()
  fake.flushWebhooks()
  expect(posted(fake)).toEqual([
    ['channel_occupied', 'member_added ada', 'member_removed ada', 'channel_vacated'],
  ])
  fake.flushWebhooks()
  expect(clock.pending).toBe(0)
  expect(posted(fake)).toHaveLength(1)
})
