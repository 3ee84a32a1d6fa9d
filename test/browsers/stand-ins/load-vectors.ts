/// <reference types="vite/client" />
import type { VectorFile } from '../../vectors/vector.ts'

/** Every vector, by feature. */
export function loadVectors(): VectorFile[] {
  const files = import.meta.glob<VectorFile>(
    ['../../../fixtures/vectors/*.json', '!**/*.schema.json'],
    { eager: true, import: 'default' },
  )
  return Object.values(files)
}
