import { randomUUID } from 'node:crypto'
import { CliError } from '../errors/cli-error.ts'
import { PusherFakeError, untagged } from '../errors/pusher-fake-error.ts'
import { createPusherFake } from '../index.ts'
import { deliverWebhooks } from '../webhooks/deliver-webhooks.ts'
import { type CliOptions, HELP, parseCommand } from './cli-options.ts'
import { CONTROL_PREFIX } from './control/control-handler.ts'
import { INSPECTOR_PATH } from './inspector/inspector-handler.ts'
import { settingsToPaste } from './settings-to-paste.ts'
import { startPusherServer } from './start-pusher-server.ts'

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
/** Milliseconds for the last webhooks of a process that ends. */
const LAST_CALL_MS = 1_000

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
  const { apps: appOptions, webhooks, verbose } = options
  const logger = (message: string) => host.writeError(`${message}\n`)
  const apps = appOptions.map((app) => createPusherFake({ logger, ...app }))
  const deliveries = apps.flatMap((app) => webhooks.map((url) => deliverWebhooks(app, url)))
  // Not the control API's: that one is the caller's secret and is never printed.
  const inspector = { token: randomUUID() }
  const server = await startPusherServer(apps, { ...options.server, inspector })
  if (verbose) {
    for (const app of apps) {
      app.on('frame', ({ direction, socketId, raw }) =>
        host.write(`${direction === 'in' ? '→' : '←'} ${socketId} ${raw}\n`),
      )
    }
  }
  for (const app of apps) {
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
  await host.untilStopped()
  // Clients are gone when this returns, so that what they leave behind is among the last webhooks.
  const closed = server.close()
  for (const app of apps) app.flushWebhooks()
  await Promise.all([
    closed,
    ...deliveries.map((delivery) => delivery.flush({ timeout: LAST_CALL_MS })),
  ])
  for (const delivery of deliveries) delivery.stop()
  for (const app of apps) app.close()
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
