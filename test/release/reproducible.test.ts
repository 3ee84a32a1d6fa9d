import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

test('no built file says where it was built', async () => {
  let count = 0
  for await (const name of glob('dist/**/*.{js,cjs,ts,cts,map}', { cwd: ROOT })) {
    count += 1
    expect.soft(await readFile(`${ROOT}${name}`, 'utf8'), name).not.toContain(ROOT)
  }
  expect(count).toBeGreaterThan(50)
})

test('actions of the workflows are pinned by hash', async () => {
  let count = 0
  for await (const name of glob('.github/workflows/*.yml', { cwd: ROOT })) {
    const workflow = await readFile(`${ROOT}${name}`, 'utf8')
    for (const [, action, ref] of workflow.matchAll(/uses: ([^@\s]+)@(\S+)/g)) {
      count += 1
      expect.soft(ref, `${name}: ${action}`).toMatch(/^[\da-f]{40}$/)
    }
  }
  expect(count).toBeGreaterThan(5)
})
