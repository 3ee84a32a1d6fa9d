import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const manifest: { exports: Record<string, unknown> } = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
)
const ENTRIES = Object.keys(manifest.exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => `pusher-js-fake${entry.slice(1)}`)

/** Entries that are imported for what they do: they register matchers, hooks, a global and the panel. */
const WITH_EFFECTS = ['vitest', 'jest', 'node', 'script', 'storybook/manager'].map(
  (name) => `pusher-js-fake/${name}`,
)

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: [
      'node:*',
      'msw',
      'storybook/*',
      'react',
      '@playwright/test',
      'vitest',
      '@jest/globals',
      'pusher-js',
      'ws',
    ],
    logLevel: 'silent',
    write: false,
  })
  return outputFiles[0]?.text.trim() ?? ''
}

describe('a bundle that uses nothing of an entry', () => {
  test.for(ENTRIES.filter((entry) => !WITH_EFFECTS.includes(entry)))(
    '%s is empty',
    async (entry) => {
      expect((await bundle(`import {} from '${entry}'`)).slice(0, 200)).toBe('')
    },
  )

  test.for(WITH_EFFECTS)('%s keeps its effects', async (entry) => {
    expect(await bundle(`import {} from '${entry}'`)).not.toBe('')
  })
})

test('one small export does not bring the engine along', async () => {
  const code = await bundle(`export { PusherFakeError } from 'pusher-js-fake'`)
  expect(code.length).toBeLessThan(400)
})
