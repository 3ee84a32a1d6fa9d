import { sweep } from 'pusher-js-fake/sweep'
import { describe, expect, test } from 'vitest'
import { BUGS } from '../../fixtures/sweep/bugs.ts'

// The presence channel of one of the apps has to know who asks.
const pusherFakeOptions = { user: { id: 'ada' } }

describe.each(BUGS)('$name', ({ broken, mended, plan }) => {
  test('is found', async () => {
    const { broken: found } = await sweep(broken, { pusherFakeOptions })
    expect(found.map(({ smallest }) => smallest)).toContain(plan)
  })

  test('is not found where it is mended', async () => {
    const { broken: found, outcomes } = await sweep(mended, { pusherFakeOptions })
    expect(found.map(({ smallest, error }) => [smallest, error.message])).toEqual([])
    expect(outcomes.map((outcome) => outcome.plan)).toContain(plan)
  })
})
