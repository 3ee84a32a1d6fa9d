import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
const declarations = globSync('{*.d.ts,cjs/*.d.cts}', { cwd: dist }).map((path) =>
  readFileSync(`${dist}${path}`, 'utf8'),
)

test('the declarations name no class of the service inside, which @internal hides', () => {
  const classes = declarations.flatMap((text) =>
    [...text.matchAll(/^(?:export )?declare class (\w+)/gm)].map(([, name]) => name),
  )
  expect(classes).toContain('PusherApp')
  for (const name of ['Engine', 'Connection', 'FrameLog', 'OpenWaits', 'Witnesses']) {
    expect(classes).not.toContain(name)
  }
})
