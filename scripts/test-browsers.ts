import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ENGINES } from '../test/browsers/system-browser.ts'

// npm run test:browsers -- [what `vitest run` takes]: the engines that Playwright's Chromium is not. One that is not
// installed is skipped, and fails the run where CI is set.

const root = join(import.meta.dirname, '..')

/** What a program says of its version, in one line. */
function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 30_000 })
  return stdout?.trim().split('\n')[0] || program
}

const engines = Object.entries(ENGINES)
const found = engines.filter(([name, engine]) => {
  const program = engine.path()
  console.log(program === undefined ? `${name} is skipped. ${engine.missing}` : versionOf(program))
  return program !== undefined
})

if (process.env['CI'] && found.length < engines.length) {
  console.error('In CI no engine may be skipped.')
  process.exitCode = 1
} else if (found.length > 0) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const config = ['--config', 'test/browsers/vitest.config.ts']
  const args = [vitest, 'run', ...config, ...process.argv.slice(2)]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
