import { randomUUID } from 'node:crypto'
import type { PusherFake } from 'pusher-js-fake'
import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from '../../e2e/support/app-page.ts'
import { shuffled } from './shuffled.ts'

// All tests use the same key, channels and user ids; what tells them apart is a mark of each run.
const COUNT = 200
const seed = Number(process.env['ISOLATION_SEED'] ?? 1)

test.use({
  pusherFakeOptions: { user: ({ params }) => ({ id: params['user_id'] ?? '' }), logger: false },
})

for (const index of shuffled(
  Array.from({ length: COUNT }, (_, n) => n),
  seed,
)) {
  // A page for one in five, since pages take most of the time.
  if (index % 5 === 0) {
    test(`sees its own alone, page and all (${index})`, async ({ page, context, pusherFake }) => {
      await expectOwnAlone(pusherFake, async (mark) => {
        await serveApp(context)
        await page.goto(appUrl('orders'))
        await pusherFake.waitForSubscription('orders')
        pusherFake.trigger('orders', 'mark', mark)
        await expect
          .poll(() => page.evaluate("events.filter(([name]) => name === 'mark')"))
          .toEqual([['mark', mark]])
      })
    })
  } else {
    test(`sees its own alone (${index})`, async ({ pusherFake }) => {
      await expectOwnAlone(pusherFake)
    })
  }
}

async function expectOwnAlone(
  fake: PusherFake,
  inPage?: (mark: string) => Promise<void>,
): Promise<void> {
  const mark = randomUUID()
  expect([fake.connections(), fake.frames(), fake.webhooks()]).toEqual([[], [], []])
  const peer = fake.connect()
  await peer.subscribe('presence-room', { id: 'bob', info: { mark } })
  await inPage?.(mark)
  await peer.trigger('presence-room', 'client-mark', { mark })
  fake.trigger('presence-room', 'mark', mark)

  const marked = fake.frames().filter(({ event }) => event === 'mark' || event === 'client-mark')
  expect(marked.length).toBeGreaterThan(1)
  for (const { raw } of marked) expect(raw).toContain(mark)
  expect(fake.channel('presence-room')?.members).toEqual([
    expect.objectContaining({ info: { mark } }),
  ])
  const webhooks = fake.webhooks().filter(({ name }) => name === 'client_event')
  expect(webhooks).toHaveLength(1)
  expect(JSON.stringify(webhooks)).toContain(mark)
  expect(fake.connections()).toHaveLength(inPage === undefined ? 1 : 2)
  expect(fake.problems()).toEqual([])
}
