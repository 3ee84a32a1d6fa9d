import { HttpHandler } from 'msw'
import manifest from 'msw/package.json'
import { createPusherFake } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { expect, inject, test } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the project in vitest.config.ts. */
    readonly mswMajor: number
  }
}

test("this project runs with its own major of MSW, and the package's handlers are of that one", () => {
  expect(Number.parseInt(manifest.version, 10)).toBe(inject('mswMajor'))
  const handlers = pusherHandlers(createPusherFake())
  expect(handlers.length).toBeGreaterThan(0)
  for (const handler of handlers) expect(handler).toBeInstanceOf(HttpHandler)
})
