import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['firefox-esr', 'firefox']
const MAC_PATH = '/Applications/Firefox.app/Contents/MacOS/firefox'

/** Looks for a Firefox as it is released: the environment variable FIREFOX_PATH, then a system one. */
export function findFirefox(): string | undefined {
  const path = process.env['FIREFOX_PATH']
  if (path !== undefined && path !== '') {
    if (existsSync(path)) return path
    throw new Error(`FIREFOX_PATH names a file that does not exist: ${path}`)
  }
  const directories = (process.env['PATH'] ?? '').split(delimiter)
  const inPath = directories.flatMap((directory) => NAMES.map((name) => join(directory, name)))
  return [...inPath, MAC_PATH].find((candidate) => existsSync(candidate))
}
