import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { expectReviewed } from './messages.ts'

const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
const config = fileURLToPath(new URL('playwright/playwright.config.ts', import.meta.url))
const schema = new URL('../../schemas/pusher-frames.schema.json', import.meta.url)
let specs: readonly JSONReportSpec[]

beforeAll(async () => {
  const args = [cli, 'test', '--config', config]
  const report = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 28 }, (_, stdout) => resolve(stdout))
  })
  specs = (JSON.parse(report) as JSONReport).suites.flatMap(specsOf)
}, 180_000)

function specsOf(suite: JSONReportSuite): JSONReportSpec[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}

test('each mistake gets the message that was reviewed', async () => {
  expect(specs.length).toBeGreaterThanOrEqual(10)
  for (const { title, tests } of specs) {
    const result = tests[0]?.results[0]
    expect.soft([title, result?.status]).toEqual([title, 'failed'])
    await expectReviewed('playwright', title, result?.error?.message ?? '')
  }
})

test('its timeline, its frames and its state are attached by path, and the frames are as their schema says', async () => {
  const check = new Ajv2020().compile(JSON.parse(await readFile(schema, 'utf8')))
  for (const { title, tests } of specs) {
    const attached = tests[0]?.results[0]?.attachments ?? []
    const pathOf = (name: string) => attached.find((each) => each.name === name)?.path ?? name
    const frames: unknown = JSON.parse(await readFile(pathOf('pusher-frames.json'), 'utf8'))
    expect([title, check(frames), check.errors]).toEqual([title, true, null])
    expect(await readFile(pathOf('pusher-timeline.html'), 'utf8')).toContain('<!doctype html>')
    expect(await readFile(pathOf('pusher-fake.txt'), 'utf8')).toContain('Connections:')
  }
})
