import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MATRIX } from '../../scripts/packages/matrix-cells.ts'

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly engines: { readonly node: string }
}

const { peerDependencies, engines }: Manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)
const SUPPORTED = Object.entries(peerDependencies)

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
