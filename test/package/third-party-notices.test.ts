import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const notices = readFileSync(new URL('THIRD-PARTY-NOTICES.md', root), 'utf8')
const maps = readdirSync(new URL('dist/', root)).filter((name) => name.endsWith('.js.map'))

interface SourceMap {
  readonly sources: readonly string[]
  readonly sourcesContent?: readonly (string | null)[]
}

function readMap(name: string): SourceMap {
  return JSON.parse(readFileSync(new URL(`dist/${name}`, root), 'utf8'))
}

test('every package that is bundled is named in the notices', () => {
  const bundled = maps
    .flatMap((name) => readMap(name).sources)
    .flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [])
  expect(new Set(bundled)).toEqual(
    new Set([
      '@cfworker/json-schema',
      'mock-socket',
      '@sinonjs/fake-timers',
      '@sinonjs/commons',
      'type-detect',
    ]),
  )
  for (const name of bundled) expect(notices).toContain(name)
  // They are inside of mock-socket's own file, and the rest in builds that have no source map.
  const unmapped = ['url-parse', 'requires-port', 'querystringify', 'react-dom', 'scheduler']
  const commonJs = ['@noble/hashes', '@noble/ciphers', '@remix-run/node-fetch-server']
  for (const name of [...unmapped, ...commonJs]) expect(notices).toContain(name)
})

test('source maps carry their sources, which the package does not ship', () => {
  const without = maps.filter((name) => {
    const { sources, sourcesContent = [] } = readMap(name)
    return sources.some((_, index) => (sourcesContent[index] ?? '') === '')
  })
  expect(without).toEqual([])
})
