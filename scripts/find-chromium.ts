import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** A Chromium to run, and the arguments that it needs here. */
export interface FoundChromium {
  readonly executablePath: string
  readonly args: readonly string[]
}

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Looks for a Chromium: the environment variable CHROMIUM_PATH, Playwright's own, a system one, and on
 * Linux the one of the package `@sparticuz/chromium`.
 *
 * @throws Error that says how to get one
 */
export async function findChromium(): Promise<FoundChromium> {
  const executablePath =
    fromEnvironment() ?? playwrightsOwn() ?? systemChromium() ?? (await packagedChromium())
  if (executablePath === undefined) {
    throw new Error('No Chromium found. Run: npx playwright install chromium')
  }
  // Chromium refuses its sandbox to root, as which containers often run.
  const asRoot = process.getuid?.() === 0
  return { executablePath, args: asRoot ? ['--no-sandbox'] : [] }
}

function fromEnvironment(): string | undefined {
  const path = process.env['CHROMIUM_PATH']
  if (path === undefined || path === '') return undefined
  if (existsSync(path)) return path
  throw new Error(`CHROMIUM_PATH names a file that does not exist: ${path}`)
}

function playwrightsOwn(): string | undefined {
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function systemChromium(): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter)
  const inPath = directories.flatMap((directory) =>
    SYSTEM_NAMES.map((name) => join(directory, name)),
  )
  return [...inPath, ...MAC_PATHS].find((path) => existsSync(path))
}

async function packagedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}
