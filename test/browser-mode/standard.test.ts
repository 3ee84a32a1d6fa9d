import { afterAll, beforeAll } from 'vitest'
import { commands } from 'vitest/browser'
import { standardCases } from '../browser/standard/standard-cases.ts'
import { uncaughtInWindow } from '../browser/standard/uncaught.ts'

let url: string

beforeAll(async () => {
  url = await commands.startSocketServer()
})

afterAll(() => commands.stopSocketServer())

standardCases({
  name: 'Chromium',
  realm: () => globalThis,
  server: () => ({ url, step: (name, ...args) => commands.stepSocketServer(name, args) as never }),
  uncaught: uncaughtInWindow(globalThis),
})
