import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import config from '../../tsdown.config.ts'

const notices = readFileSync(new URL('../../THIRD-PARTY-NOTICES.md', import.meta.url), 'utf8')

test('every package that a build may bundle is named in the notices', () => {
  // The builds refuse what these do not name.
  const bundled = config.flatMap(({ deps }) => [deps?.onlyBundle ?? 'any'].flat()).map(String)
  expect(bundled).toContain('@noble/hashes')
  for (const name of bundled) expect(notices).toContain(name)
})
