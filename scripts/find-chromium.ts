import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** A Chromium to run, and the arguments that it needs here. */
export interface FoundChromium {
  readonly executablePath: string
  readonly args: readonly string[]
}

/** As Playwright's own: without a browser's windows, a page costs a fifth of the processor's time. */
const SHELL_NAMES = ['chromium-headless-shell']
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Looks for a Chromium: the environment variable CHROMIUM_PATH, Playwright's own, a system one, and on
 * Linux the one of the package `@sparticuz/chromium`.
 *
 * @param options with `shell` the system's headless shell comes before its whole browser; it has no
 *   back/forward cache
 * @throws Error that says how to get one
 */
export async function findChromium({
  shell = false,
}: {
  readonly shell?: boolean
} = {}): Promise<FoundChromium> {
  const executablePath =
    fromEnvironment() ??
    playwrightsOwn() ??
    (shell ? inPath(SHELL_NAMES) : undefined) ??
    systemChromium() ??
    (await packagedChromium())
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
  return inPath(SYSTEM_NAMES) ?? MAC_PATHS.find((path) => existsSync(path))
}

function inPath(names: readonly string[]): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter)
  return directories
    .flatMap((directory) => names.map((name) => join(directory, name)))
    .find((path) => existsSync(path))
}

async function packagedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}
