// Runs every example's own tests, as its reader would, with the Chromium that is found here.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { executablePath } = await findChromium()
const asked = process.argv.slice(2)
const examples = asked.length > 0 ? asked : (await readdir(`${root}/fixtures/examples`)).sort()
const failed: string[] = []

for (const example of examples) {
  const started = performance.now()
  console.log(`\n== ${example}`)
  const run = spawn('npm', ['test', '--silent', '--workspace', `fixtures/examples/${example}`], {
    cwd: root,
    stdio: 'inherit',
    // npm is a script on Windows.
    shell: process.platform === 'win32',
    env: { ...process.env, CHROMIUM_PATH: executablePath, NEXT_TELEMETRY_DISABLED: '1' },
  })
  const [code] = await once(run, 'exit')
  if (code !== 0) failed.push(example)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`== ${example}: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s`)
}

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`)
  process.exitCode = 1
}
