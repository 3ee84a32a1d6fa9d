import { beforeAll, describe, expect, test } from 'vitest'
import { loadSecretBox } from '../../../src/server/channels/with-secret-box.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function world(
  authorizedConnections: boolean | { timeoutSeconds: number } = { timeoutSeconds: 5 },
) {
  const clock = new ManualClock()
  const fake = quietFake({ clock, authorizedConnections })
  return { clock, fake, client: new RawClient(fake) }
}

describe('a connection that nobody has authorized in time', () => {
  test('is closed with 4009, and the author of the test is told why', () => {
    const { clock, fake, client } = world()
    client.subscribe('orders')
    clock.advance(4_999)
    expect(client.closes).toEqual([])
    clock.advance(1)
    expect(client.closes).toEqual([
      { code: 4009, reason: 'Connection not authorized within timeout' },
    ])
    expect(fake.channels()).toEqual([])
    expect(fake.problems()).toMatchObject([
      { code: 'connection_refused', socketId: client.socketId },
    ])
  })

  test.each([true, false])('with the option %j', (option) => {
    const { clock, client } = world(option)
    clock.advance(30_000)
    expect(client.closes).toHaveLength(option ? 1 : 0)
  })

  test('is none when it was refused a private channel', () => {
    const { clock, client } = world()
    const data = { channel: 'private-orders', auth: 'app-key:0' }
    client.send({ event: 'pusher:subscribe', data })
    clock.advance(5_000)
    expect(client.closes).toHaveLength(1)
  })
})

describe('a connection stays that', () => {
  beforeAll(loadSecretBox)

  test('signs in', () => {
    const { clock, client } = world()
    client.signin({ id: 'ada' })
    clock.advance(60_000)
    expect(client.closes).toEqual([])
  })

  test.each(['private-a', 'presence-a', 'private-encrypted-a', 'private-cache-a'])(
    'joins %s, also when it leaves it',
    (channel) => {
      const clock = new ManualClock()
      const encryptionMasterKeyBase64 = btoa('k'.repeat(32))
      const options = {
        clock,
        authorizedConnections: { timeoutSeconds: 5 },
        encryptionMasterKeyBase64,
      }
      const client = new RawClient(quietFake(options))
      client.subscribe(channel, channel.startsWith('presence') ? { id: 'ada' } : undefined)
      client.unsubscribe(channel)
      clock.advance(60_000)
      expect(client.closes).toEqual([])
    },
  )
})

test('the timer ends with the connection', () => {
  const { clock, client } = world()
  const before = clock.pending
  client.close()
  expect(clock.pending).toBeLessThan(before)
  clock.advance(5_000)
  expect(client.closes).toEqual([])
})
