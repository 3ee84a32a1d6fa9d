import { expect, test } from 'pusher-js-fake/playwright'

// The first two must fail; test/playwright/failures.test.ts reads why.

test.use({ pusherFakeOptions: { listen: { port: 45230 }, logger: false } })

test('listens in vain', async ({ pusherFake }) => {
  await expect(pusherFake).toHaveSubscribed('orders', { timeout: 1 })
})

test('listens and is called', async ({ pusherFake, pusherServer }) => {
  await fetch(pusherServer.webUrl)
  await expect(pusherFake).toHaveSubscribed('orders', { timeout: 1 })
})

test('listens in vain, but does not fail', async ({ pusherServer }) => {
  expect(pusherServer.port).toBeGreaterThan(0)
})
