#!/usr/bin/env node
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

// Who reads the output may stop reading, as `head` does; the service goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const write = (text: string) => process.stdout.write(text)
const writeError = (text: string) => process.stderr.write(text)
const [command, ...rest] = process.argv.slice(2)

// Each is loaded when it is asked for, so that neither waits for the other.
process.exitCode = await run()

async function run(): Promise<number> {
  if (command === 'init') return init(rest)
  if (command === 'coverage') return coverage(rest)
  if (command === 'sweep') return sweep(rest)
  return serve(process.argv.slice(2))
}

async function coverage(args: readonly string[]): Promise<number> {
  const { runCoverage } = await import('./coverage/coverage-command.ts')
  return runCoverage({ args, write, writeError })
}

async function init(args: readonly string[]): Promise<number> {
  const { confirmOnTerminal, runInit, styleFor } = await import('./init.ts')
  const confirm = confirmOnTerminal(process.stdin, process.stdout)
  const style = styleFor(process.stdout)
  const host = { args, cwd: process.cwd(), write, writeError, style }
  return runInit(confirm === undefined ? host : { ...host, confirm })
}

async function sweep(args: readonly string[]): Promise<number> {
  const { runSweep } = await import('./sweep/command/run-sweep.ts')
  return runSweep({ args, write, writeError, interactive: process.stderr.isTTY })
}

async function serve(args: readonly string[]): Promise<number> {
  // A server beside tests is better small than a little quicker: thousands of clients cost a third less.
  setFlagsFromString('--optimize-for-size')
  const { runCli } = await import('./standalone/command/run-cli.ts')
  const { untilStopped } = await import('./standalone/http/stop-requests.ts')
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string }
  return runCli({
    args,
    environment: process.env,
    version,
    write,
    writeError,
    untilStopped,
  })
}
