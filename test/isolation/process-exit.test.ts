import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('leaves-all-open.mjs', import.meta.url))

test('a process that closes nothing ends by itself: no timer, socket or port keeps it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 20_000 })
  expect(JSON.parse(stdout)).toEqual({ state: 'connected', channels: ['orders'], resources: [] })
})
