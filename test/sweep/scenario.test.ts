import Pusher from 'pusher-js'
import { type Scenario, type SweepOptions, sweep } from 'pusher-js-fake/sweep'
import { expect, test } from 'vitest'

/** An app that shows each order as often as it comes: seven frames. */
const orders: Scenario = async ({ fake, until }) => {
  const shown: number[] = []
  const pusher = new Pusher(...fake.pusherOptions())
  pusher.subscribe('orders').bind('saved', ({ id }: { id: number }) => shown.push(id))
  await fake.waitForSubscription('orders')
  for (const id of [1, 2, 3, 4]) fake.trigger('orders', 'saved', { id })
  await until(() => expect(shown).toEqual([1, 2, 3, 4]))
}

test('each frame has each fault that may befall it', async () => {
  const { frames, outcomes } = await sweep(orders)
  expect(frames.map(({ number, event }) => [number, event])).toEqual([
    [1, 'pusher:connection_established'],
    [2, 'pusher:subscribe'],
    [3, 'pusher_internal:subscription_succeeded'],
    ...[4, 5, 6, 7].map((number) => [number, 'saved']),
  ])
  expect(outcomes.map(({ plan }) => plan)).toEqual([
    ...[1, 2, 3].flatMap((frame) => [`disconnect@${frame}`, `delay(300)@${frame}`]),
    ...[4, 5, 6].flatMap((frame) =>
      ['disconnect', 'lose', 'duplicate', 'delay(300)', 'swap'].map((kind) => `${kind}@${frame}`),
    ),
    ...['disconnect', 'lose', 'duplicate', 'delay(300)'].map((kind) => `${kind}@7`),
  ])
  expect(outcomes.find(({ plan }) => plan === 'swap@5')).toMatchObject({ held: false, missed: [] })
  expect(outcomes.find(({ plan }) => plan === 'delay(300)@7')).toMatchObject({ held: true })
})

test('what broke is shrunk, and shown with the line that repeats it', async () => {
  const result = await sweep(orders, { plans: ['delay(300)@1 duplicate@5', 'delay(300)@4'] })
  expect(result.broken.map(({ plan, smallest }) => [plan, smallest])).toEqual([
    ['delay(300)@1 duplicate@5', 'duplicate@5'],
    ['delay(300)@4', 'delay(1)@4'],
  ])
  expect(result.broken[0]?.error.message).toContain('[ 1, 2, 2, 3, 4 ]')
  expect(result.broken[0]?.frames.filter(({ number }) => number === 5)).toHaveLength(2)
  expect(() => result.assertHeld()).toThrow(
    expect.objectContaining({
      code: 'sweep_broken',
      message: expect.stringMatching(
        /2 of 2 plans broke.*duplicate@5: expected.*! {2}duplicate@5: got saved orders\n.*Again: sweep\(scenario, \{ plans: \['duplicate@5'\] \}\)/s,
      ),
    }),
  )
  const { broken } = await sweep(orders, { plans: [result.broken[0]?.smallest ?? ''] })
  expect(broken).toHaveLength(1)
})

test('a seed chooses, the same in each run', async () => {
  const plansOf = async (options: object) =>
    (await sweep(orders, { kinds: ['disconnect', 'delay(300)'], ...options })).outcomes.map(
      ({ plan }) => plan,
    )
  const [one, again, other] = [
    await plansOf({ max: 5 }),
    await plansOf({ max: 5, seed: 1 }),
    await plansOf({ max: 5, seed: 2 }),
  ]
  expect(one).toHaveLength(5)
  expect(one).toEqual(again)
  expect(one).not.toEqual(other)
  const more = await plansOf({ max: 20 })
  expect(more).toHaveLength(20)
  expect(new Set(more).size).toBe(20)
  expect(more.slice(14).every((plan) => plan.split(' ').length === 2)).toBe(true)
})

test('bail ends at the first that breaks', async () => {
  const { outcomes } = await sweep(orders, { kinds: ['lose'], bail: true })
  expect(outcomes).toEqual([{ plan: 'lose@4', held: false, missed: [] }])
})

test('time is the scenario’s own, and that of the realm is back afterwards', async () => {
  const before = { setTimeout, setInterval, Date }
  const times: number[] = []
  await sweep(
    async (run) => {
      await orders(run)
      const start = Date.now()
      await new Promise((resolve) => setTimeout(resolve, 20_000))
      times.push(Date.now() - start)
    },
    { plans: ['delay(9000)@7'] },
  )
  expect(times).toEqual([20_000, 20_000])
  expect({ setTimeout, setInterval, Date }).toEqual(before)
})

test('real time is there for who asks for it', async () => {
  const { broken } = await sweep(orders, { plans: ['delay(20)@7'], time: 'real' })
  expect(broken).toEqual([])
})

test.each([
  ['a plan that is none', { plans: ['lose@5', 'loose@5'] }, 'invalid_plan', '"loose@5"'],
  ['a kind that is none', { kinds: ['loose'] }, 'invalid_plan', 'There is no fault "loose"'],
  ['no kinds', { kinds: [] }, 'invalid_plan', 'No kinds'],
  [
    'a frame that does not exist',
    { plans: ['lose@99'] },
    'fault_missed',
    "lose@99: frame 99 never came. The app's clients got and sent 7 frames: 1 got",
  ],
  [
    'a request that does not exist',
    { plans: ['deny@private-a#1'] },
    'fault_missed',
    'no authorization request 1 for "private-a" came',
  ],
  ['a misspelt option', { maximum: 5 }, 'invalid_option', 'sweep: Unknown option "maximum"'],
  ['no number', { max: 0 }, 'invalid_option', '"max" must be a positive integer'],
])('%s is an error', async (_, options, code, message) => {
  await expect(sweep(orders, options as SweepOptions)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  })
})

test('a scenario that fails without faults, or has no frames, says nothing', async () => {
  await expect(
    sweep(() => {
      throw new Error('of its own')
    }),
  ).rejects.toMatchObject({ code: 'sweep_failed', message: expect.stringContaining('of its own') })
  await expect(sweep(() => {})).rejects.toMatchObject({
    code: 'sweep_failed',
    message: expect.stringContaining('without a frame'),
  })
})

test('a scenario that waits for what never comes ends', async () => {
  const { broken } = await sweep(
    async ({ fake }) => {
      const channel = new Pusher(...fake.pusherOptions()).subscribe('orders')
      const heard = new Promise((resolve) => channel.bind('saved', resolve))
      await fake.waitForSubscription('orders')
      fake.trigger('orders', 'saved', {})
      await heard
    },
    { plans: ['lose@4'] },
  )
  expect(broken[0]?.error.message).toContain('did not end within 60000 ms of its time')
})
