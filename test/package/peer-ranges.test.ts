import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MATRIX } from '../../scripts/packages/matrix-cells.ts'

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>
  readonly engines: { readonly node: string }
}

const { peerDependencies, peerDependenciesMeta, engines }: Manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)
/**
 * Storybook is a peer by `peerDependenciesMeta` alone, which is enough for pnpm and Yarn. With a range npm looks at the peers
 * of its peers, and refuses to install beside a Vitest of another version than vite-plus names.
 */
const SUPPORTED = Object.entries({ ...peerDependencies, storybook: '^9.0.0 || ^10.0.0' })

test('npm asks nothing of a project for the sake of Storybook', () => {
  expect(peerDependencies).not.toHaveProperty('storybook')
  expect(peerDependenciesMeta['storybook']).toEqual({ optional: true })
})

test.for(SUPPORTED)(
  'the matrix tries the oldest and newest of each major of %s',
  ([name, range]) => {
    const tried = MATRIX.flatMap(({ versions }) => versions?.[name] ?? [])
    const majors = range.split(' || ')
    expect(tried).toContain(majors[0]?.replace('^', ''))
    for (const major of majors) {
      const [, number] = /^\^(\d+)\./.exec(major) ?? []
      expect(tried.filter((version) => version.startsWith(`^${number}.`))).not.toEqual([])
    }
  },
)

test('the matrix tries the oldest Node', () => {
  const oldest = engines.node.replace('>=', '')
  expect(MATRIX.map(({ node }) => node)).toContain(`${oldest}.0`)
})
