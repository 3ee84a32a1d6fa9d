import { readdirSync, readFileSync } from 'node:fs'
import type { VectorFile } from './vector.ts'

export const VECTORS_DIRECTORY: URL = new URL('../../fixtures/vectors/', import.meta.url)

/** The names of the files that hold vectors. */
export function vectorFileNames(): string[] {
  return readdirSync(VECTORS_DIRECTORY)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .toSorted()
}

/** Every vector, by feature. */
export function loadVectors(): VectorFile[] {
  return vectorFileNames().map(
    (name) => JSON.parse(readFileSync(new URL(name, VECTORS_DIRECTORY), 'utf8')) as VectorFile,
  )
}
