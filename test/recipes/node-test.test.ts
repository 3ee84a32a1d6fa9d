import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('the example for node:test runs', async () => {
  const example = fileURLToPath(
    new URL('../../fixtures/node-test/orders.test.mjs', import.meta.url),
  )
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--test', '--test-reporter=tap', example],
    // Vitest's own would make node:test report to a parent that is not there.
    { env: { PATH: process.env['PATH'] } },
  )
  expect(stdout).toMatch(/^# pass 2$/m)
  expect(stdout).toMatch(/^# fail 0$/m)
}, 30_000)
