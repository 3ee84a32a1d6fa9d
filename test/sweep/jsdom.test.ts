// @vitest-environment jsdom
import { sweep } from 'pusher-js-fake/sweep'
import { expect, test } from 'vitest'
import { BUGS } from '../../fixtures/sweep/bugs.ts'

test.each(BUGS.slice(0, 4))('in jsdom $name is found, and not where it is mended', async (bug) => {
  const pusherFakeOptions = { user: { id: 'ada' } }
  const { broken } = await sweep(bug.broken, { pusherFakeOptions })
  expect(broken.map(({ smallest }) => smallest)).toContain(bug.plan)
  expect((await sweep(bug.mended, { pusherFakeOptions })).broken).toEqual([])
})
