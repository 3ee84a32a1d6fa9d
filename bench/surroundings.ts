import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { promisify } from 'node:util'
import { findChromium } from '../scripts/find-chromium.ts'

const PACKAGES = ['pusher-js', '@playwright/test', 'msw', 'mock-socket'] as const

/** On what, and when, the figures were taken: they are of use only beside it. */
export async function describeSurroundings(): Promise<string> {
  const own = readVersion(new URL('../package.json', import.meta.url))
  const require = createRequire(import.meta.url)
  const peers = PACKAGES.map(
    (name) => `${name} ${readVersion(require.resolve(`${name}/package.json`))}`,
  )
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform}`
  const day = new Date().toISOString().slice(0, 10)
  const versions = [`pusher-js-fake ${own}`, `Node ${process.version}`, await chromiumVersion()]
  return `Taken on ${day} with ${[...versions, ...peers].join(', ')}, on ${machine}.`
}

function readVersion(path: string | URL): string {
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}

async function chromiumVersion(): Promise<string> {
  const { executablePath } = await findChromium()
  const { stdout } = await promisify(execFile)(executablePath, ['--version'])
  return /[\w ]*[\d.]+/.exec(stdout)?.[0].trim() ?? 'Chromium'
}
