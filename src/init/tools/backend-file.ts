import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A helper for another language, as the package has it under `backends`. */
export function backendFile(name: string): string {
  const root = dirname(createRequire(import.meta.url).resolve('pusher-js-fake/package.json'))
  return readFileSync(join(root, 'backends', name), 'utf8')
}
