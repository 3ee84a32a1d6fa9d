import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { markdownFiles } from '../../scripts/docs/markdown-files.ts'
import { loadVectors } from '../vectors/load-vectors.ts'

const root = new URL('../../', import.meta.url)

test('pages that count the vectors count right', async () => {
  const count = loadVectors().flatMap(({ vectors }) => vectors).length
  let counted = 0
  for (const path of await markdownFiles(root)) {
    const text = await readFile(new URL(path, root), 'utf8')
    for (const [, number] of text.matchAll(/(\d+) \[?vectors\b/g)) {
      counted += 1
      expect.soft(Number(number), path).toBe(count)
    }
  }
  expect(counted).toBeGreaterThan(3)
})
