import { expect, test } from 'vitest'
import { systemClock } from '../../src/server/clock.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

/** What Node says of a delay that it cuts to one millisecond, as browsers do in silence. */
async function overflows(work: () => void): Promise<number> {
  let warnings = 0
  const count = ({ name }: Error) => {
    if (name === 'TimeoutOverflowWarning') warnings += 1
  }
  process.on('warning', count)
  work()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', count)
  return warnings
}

test.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e12])(
  'a timer of %d ms, more than a system holds, is not cut to one',
  async (ms) => {
    const work = () => systemClock.clearTimeout(systemClock.setTimeout(() => {}, ms))
    expect(await overflows(work)).toBe(0)
  },
)

test('neither is a wait without end, nor a heartbeat of a year', async () => {
  const fake = quietFake({ activityTimeoutSeconds: 365 * 86_400 })
  const client = new RawClient(fake)
  let waiting: Promise<unknown> = Promise.resolve()
  const wait = () => {
    waiting = fake.waitForSubscription('orders', { timeout: Number.POSITIVE_INFINITY })
  }
  expect(await overflows(wait)).toBe(0)
  client.subscribe('orders')
  expect(await waiting).toEqual({ socketId: client.socketId, channel: 'orders' })
})
