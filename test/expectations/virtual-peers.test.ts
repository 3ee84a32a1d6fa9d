import { expect, test } from 'vitest'
import {
  clientEvent,
  connected,
  member,
  noSubscriptions,
  subscribed,
} from '../../src/expectations/expectation.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

const virtual = true

test("what is expected is of the app's clients, and of peers when asked", async () => {
  const fake = quietFake()
  const peer = fake.connect({ user: { id: 'bob' } })
  await peer.subscribe('presence-chat')
  await peer.trigger('presence-chat', 'client-say', 1)
  const about = (whose?: { virtual: boolean }) =>
    [
      connected(whose),
      subscribed('presence-chat', whose),
      noSubscriptions(whose),
      clientEvent('presence-chat', 'client-say', undefined, whose),
    ].map(({ holds }) => holds(fake))
  expect(about()).toEqual([false, false, true, false])
  expect(about({ virtual })).toEqual([true, true, false, true])

  const page = new RawClient(fake)
  page.subscribe('presence-chat', { id: 'ada' })
  page.send({ event: 'client-say', channel: 'presence-chat', data: 1 })
  peer.disconnect()
  expect(about()).toEqual([true, true, false, true])
  expect(about({ virtual })).toEqual([false, false, true, true])
})

test('a member is one whoever it is', async () => {
  const fake = quietFake()
  await fake.connect().subscribe('presence-chat', { id: 'bob' })
  expect(member('presence-chat', 'bob').holds(fake)).toBe(true)
})
