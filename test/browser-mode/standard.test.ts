import { afterAll, beforeAll } from 'vitest'
import { commands, server } from 'vitest/browser'
import { standardCases } from '../browser/standard/standard-cases.ts'
import { uncaughtInWindow } from '../browser/standard/uncaught.ts'

const ENGINES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const

let url: string

beforeAll(async () => {
  url = await commands.startSocketServer()
})

afterAll(() => commands.stopSocketServer())

standardCases({
  name: ENGINES[server.browser as keyof typeof ENGINES],
  realm: () => globalThis,
  server: () => ({ url, step: (name, ...args) => commands.stepSocketServer(name, args) as never }),
  uncaught: uncaughtInWindow(globalThis),
})
