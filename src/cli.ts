#!/usr/bin/env node
import { createRequire } from 'node:module'
import { runCli } from './standalone/run-cli.ts'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

// Who reads the output may stop reading, as `head` does; the service goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await runCli({
  args: process.argv.slice(2),
  environment: process.env,
  version,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    }),
})
