import { dirname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Location } from '@playwright/test/reporter'

/** Of the package, whose built files have one directory and their sources, by source maps, two others. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const OWN = ['dist', 'src', 'playwright'].map((directory) => `${ROOT}${sep}${directory}${sep}`)

const POSITION = /:(\d+):(\d+)\)?$/
/** What stands before the path in a line that names no function. */
const PREFIX = /^at (?:async )?/
const ABSOLUTE_PATH = /^(?:file:\/\/|\/|[A-Za-z]:)/

/** The line of a test, page object or helper that has called this package. */
export function callLocation(): Location | undefined {
  for (const line of (new Error().stack ?? '').split('\n')) {
    const frame = parse(line)
    if (frame !== undefined && !isOwn(frame)) return frame
  }
  return undefined
}

/** Takes this package's lines from the stack of an error, so that a report shows the line that called. */
export function leadToCaller(error: unknown): void {
  if (!(error instanceof Error) || error.stack === undefined) return
  const lines = error.stack.split('\n').filter((line) => {
    const frame = parse(line)
    return frame === undefined || !isOwn(frame)
  })
  error.stack = lines.join('\n')
}

function parse(line: string): Location | undefined {
  const frame = line.trim()
  const position = POSITION.exec(frame)
  if (position === null || !frame.startsWith('at ')) return undefined
  const before = frame.slice(0, position.index)
  const path = before.slice(before.lastIndexOf('(') + 1).replace(PREFIX, '')
  if (!ABSOLUTE_PATH.test(path)) return undefined
  const file = path.startsWith('file:') ? fileURLToPath(path) : path
  return { file, line: Number(position[1]), column: Number(position[2]) }
}

function isOwn({ file }: Location): boolean {
  return OWN.some((directory) => file.startsWith(directory))
}
