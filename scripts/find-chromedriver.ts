import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Looks for the driver of the system's Chromium: the environment variable CHROMEDRIVER_PATH, then the system's. */
export function findChromedriver(): string | undefined {
  const path = process.env['CHROMEDRIVER_PATH']
  if (path === undefined || path === '') {
    return (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((directory) => join(directory, 'chromedriver'))
      .find((candidate) => existsSync(candidate))
  }
  if (existsSync(path)) return path
  throw new Error(`CHROMEDRIVER_PATH names a file that does not exist: ${path}`)
}
