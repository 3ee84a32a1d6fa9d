import { randomUUID } from 'node:crypto'
import type { PusherApp } from '../../app/pusher-app.ts'
import { CliError } from '../../command-line/cli-error.ts'
import { PusherFakeError, untagged } from '../../errors/pusher-fake-error.ts'
import { createPusherFake } from '../../index.ts'
import { repeat } from '../../recording/repeat.ts'
import { CONTROL_PREFIX } from '../control/control-prefix.ts'
import type { Refusal } from '../http/request-listener.ts'
import { INSPECTOR_PATH } from '../inspector/inspector-handler.ts'
import { loadContracts } from '../load-contracts.ts'
import { type CreateApp, ServedApps } from '../served-apps.ts'
import { serveApps } from '../start-pusher-server.ts'
import { type CliApp, type CliOptions, HELP, parseCommand } from './cli-options.ts'
import { settingsToPaste } from './settings-to-paste.ts'

/** The world that the command runs in. */
export interface CliHost {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly version: string
  write(text: string): void
  writeError(text: string): void
  /** Resolves when the process is asked to end. */
  untilStopped(): Promise<void>
}

const MISUSE = 2

/** Runs the command to its end. @returns the exit code: 0, or 2 when it could not start */
export async function runCli(host: CliHost): Promise<number> {
  try {
    const command = parseCommand(host.args, host.environment)
    if ('show' in command) {
      host.write(command.show === 'help' ? HELP : `${host.version}\n`)
      return 0
    }
    await serve(host, command)
    return 0
  } catch (error) {
    const line = explain(error)
    if (line === undefined) throw error
    host.writeError(`pusher-js-fake: ${line}\n`)
    return MISUSE
  }
}

async function serve(host: CliHost, options: CliOptions): Promise<void> {
  const { verbose } = options
  // Who reads what is printed may ask for the end at once.
  const stopped = host.untilStopped()
  const logger = (message: string) => host.writeError(`${message}\n`)
  const create: CreateApp = (app) => createPusherFake({ logger, ...app })
  const given = await Promise.all(options.apps.map((app) => createGiven(create, app)))
  const apps = new ServedApps(given, create)
  apps.given.forEach((app, index) => {
    for (const target of options.apps[index]?.webhooks ?? []) apps.deliver(app, target)
  })
  const { replay } = options
  const endReplay = replay && repeat(apps.given[0], replay.recording, { speed: replay.speed })
  if (verbose) apps.each((app) => printFrames(app, host))
  // Not the control API's: that one is the caller's secret and is never printed.
  const inspector = { token: randomUUID() }
  const server = await serveApps(
    apps,
    { ...options.server, inspector },
    verbose ? { onRefused: (refusal) => host.write(describeRefusal(refusal)) } : {},
  )
  for (const app of apps.given) {
    host.write(
      `App ${app.appId}, key ${app.key}: sockets at ${server.socketUrl}, HTTP at ${server.webUrl}\n${settingsToPaste(app, server)}\n`,
    )
  }
  host.write(`Inspector at ${server.webUrl}${INSPECTOR_PATH}#${inspector.token}\n`)
  if (options.server.control) {
    host.write(
      `Control API at ${server.webUrl}${CONTROL_PREFIX}, described in openapi.json there\n`,
    )
  }
  await stopped
  endReplay?.()
  await server.close()
  for (const app of apps.given) app.close()
}

/** @throws CliError that says which app of a file is wrong */
async function createGiven(
  create: CreateApp,
  { options, contracts, at }: CliApp,
): Promise<PusherApp> {
  try {
    const events = contracts && { events: await loadContracts(contracts) }
    return create({ ...options, ...events })
  } catch (error) {
    if (at === undefined || !(error instanceof PusherFakeError)) throw error
    throw new CliError(`${at}: ${untagged(error.message)}`)
  }
}

function printFrames(app: PusherApp, host: CliHost): void {
  app.on('frame', ({ direction, socketId, raw }) =>
    host.write(`${direction === 'in' ? '→' : '←'} ${socketId} ${raw}\n`),
  )
}

function describeRefusal({ method, path, status, reason }: Refusal): string {
  return `✗ ${method} ${path} ${status} ${reason.replaceAll('\n', ' ')}\n`
}

/** One line for what the caller can mend; undefined for what is our own fault. */
function explain(error: unknown): string | undefined {
  if (error instanceof CliError) return error.message
  if (error instanceof PusherFakeError) return untagged(error.message)
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code, message } = error
  if (code === 'EADDRINUSE') {
    const port = 'port' in error ? ` ${String(error.port)}` : ''
    return `Port${port} is in use; choose another, or 0 for a free one`
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `Cannot listen: ${message}`
  }
  return String(code).startsWith('ERR_OSSL')
    ? `The certificate cannot be used: ${message}`
    : undefined
}
