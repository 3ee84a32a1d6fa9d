import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

// npm run test:runtimes: the in-process fake in Bun and Deno, and the recipes of their runners. They are too large to be installed with the rest,
// so that npm fetches them when they are asked for, and keeps them.

const root = join(import.meta.dirname, '..')
const file = 'test/runtimes/in-process.ts'
const bun = ['npm', 'exec', '--yes', '--package=bun@1.4.5', '--', 'bun'] as const
const deno = ['npm', 'exec', '--yes', '--package=deno@2.9.6', '--', 'deno'] as const

const RUNTIMES = {
  node: [process.execPath, file],
  bun: [...bun, file],
  "Bun's runner": [
    ...bun,
    'test',
    './fixtures/runtimes/orders.bun.js',
    './fixtures/runtimes/surroundings.bun.js',
  ],
  deno: [...deno, 'run', '--allow-all', file],
  // Of a package in node_modules Deno checks no declarations; here it would take them for the project's own.
  "Deno's runner": [
    ...deno,
    'test',
    '--allow-all',
    '--no-check',
    'fixtures/runtimes/orders.deno.js',
  ],
} as const

for (const [name, [command, ...args]] of Object.entries(RUNTIMES)) {
  console.log(name)
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    timeout: 300_000,
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (status !== 0) {
    console.error(`${name} failed`)
    process.exitCode = 1
  }
}
