import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Location } from '@playwright/test/reporter'

/** Where this package is: the directory of the built file, whatever its name. */
const OWN = dirname(fileURLToPath(import.meta.url))

const FRAME = /(?:\(|at )(?:async )?((?:file:\/\/)?(?:\/|[A-Za-z]:)[^()]*?):(\d+):(\d+)\)?$/

/** The line of a test, page object or helper that has called this package. */
export function callLocation(): Location | undefined {
  for (const line of (new Error().stack ?? '').split('\n').slice(1)) {
    const [, path, row, column] = FRAME.exec(line.trim()) ?? []
    if (path === undefined) continue
    const file = path.startsWith('file:') ? fileURLToPath(path) : path
    if (file.startsWith(OWN)) continue
    return { file, line: Number(row), column: Number(column) }
  }
  return undefined
}
