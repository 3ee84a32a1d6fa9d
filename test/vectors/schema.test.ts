import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { VECTORS_DIRECTORY, vectorFileNames } from './load-vectors.ts'
import { isFields, operatorOf } from './template.ts'
import type { VectorFile } from './vector.ts'

/** What `PUSHER_FEATURES` can name: an owner may switch them on for a live app. */
const FEATURES: ReadonlySet<string> = new Set(['clientEvents', 'subscriptionCount', 'watchlist'])

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, VECTORS_DIRECTORY), 'utf8'))

const validate = new Ajv({ allErrors: true }).compile(read('vectors.schema.json') as object)
const readme = readFileSync(new URL('README.md', VECTORS_DIRECTORY), 'utf8')

describe.each(vectorFileNames())('%s', (name) => {
  const file = read(name) as VectorFile

  test('is what the schema says', () => {
    expect(validate(file) ? [] : validate.errors).toEqual([])
  })

  test('names each vector once', () => {
    const names = file.vectors.map((vector) => vector.name)
    expect(names).toEqual([...new Set(names)])
  })

  test('names source files that there are', () => {
    const paths = file.vectors
      .flatMap(({ source }) => source)
      .filter((source) => !source.startsWith('https://'))
      .map((source) =>
        source.replace(/^pusher-http-node /, 'pusher/').replace(/^(pusher-js) /, '$1/'),
      )
    const missing = paths.filter(
      (path) => !existsSync(new URL(`../../node_modules/${path}`, import.meta.url)),
    )
    expect(missing).toEqual([])
  })

  test('says why a live app cannot have what a vector needs', () => {
    const silent = file.vectors.filter(({ app = {}, skip = {} }) => {
      const cannot = Object.entries(app).some(
        ([setting, value]) => !FEATURES.has(setting) || value !== true,
      )
      return cannot && skip.live === undefined
    })
    expect(silent.map((vector) => vector.name)).toEqual([])
  })

  test('uses operators and placeholders that the README explains', () => {
    const used = new Set(namesIn(file.vectors))
    expect([...used].filter((operator) => !readme.includes(`\`${operator}`))).toEqual([])
  })
})

test('there are vectors', () => {
  const count = vectorFileNames().flatMap((name) => (read(name) as VectorFile).vectors).length
  expect(count).toBeGreaterThan(200)
})

function namesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/\$\{[^}]*\}/g)].map(([text]) =>
      text.replace(/\w+\.socketId/, 'NAME.socketId'),
    )
  }
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (!isFields(value)) return []
  const [operator] = operatorOf(value) ?? []
  return [
    ...(operator === undefined ? [] : [operator]),
    ...Object.keys(value).flatMap((key) => namesIn(key)),
    ...Object.values(value).flatMap(namesIn),
  ]
}
