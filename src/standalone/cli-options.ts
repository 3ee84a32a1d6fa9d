import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CliError } from '../errors/cli-error.ts'
import { showValue } from '../errors/pusher-fake-error.ts'
import { isRecord, parseJson } from '../protocol/json.ts'
import type { PusherFakeOptions } from '../server/options.ts'
import { withoutUndefined } from '../server/without-undefined.ts'
import type { PusherServerOptions } from './server-options.ts'

/** What the command is asked to do. */
export interface CliOptions {
  readonly apps: readonly PusherFakeOptions[]
  readonly server: PusherServerOptions
  /** URLs that webhooks are posted to. */
  readonly webhooks: readonly string[]
  readonly verbose: boolean
}

const DEFAULT_PORT = 6001

const OPTIONS = {
  id: { type: 'string', short: 'i' },
  key: { type: 'string', short: 'k' },
  secret: { type: 'string', short: 's' },
  cluster: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string', short: 'p' },
  'socket-host': { type: 'string' },
  'socket-port': { type: 'string' },
  'web-host': { type: 'string' },
  'web-port': { type: 'string' },
  webhooks: { type: 'string' },
  config: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'control-token': { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

export const HELP: string = `Usage: pusher-js-fake [options]
       pusher-js-fake init [options]

Serves a complete Pusher Channels app on this machine. \`init\` sets up the tests of a project instead, after it
has shown you how: see init --help.

  -i, --id ID             app id (PUSHER_APP_ID; default app-id)
  -k, --key KEY           app key (PUSHER_KEY; default app-key)
  -s, --secret SECRET     app secret (PUSHER_SECRET; default app-secret)
      --cluster CLUSTER   cluster named in the settings to paste (PUSHER_CLUSTER; default mt1)
  -p, --port PORT         sockets and HTTP on one port, 0 for a free one (default ${DEFAULT_PORT})
      --host HOST         address to listen on (default 127.0.0.1)
      --socket-host HOST, --socket-port PORT
      --web-host HOST, --web-port PORT
                          sockets and HTTP each on their own
      --webhooks URLS     where to post webhooks, separated by commas
      --tls-cert FILE, --tls-key FILE
                          serve over TLS, with a certificate in PEM
      --config FILE       options as JSON; "apps": [{ "appId", "key", "secret" }] for several apps
      --control-token TOKEN
                          serve the control API under /control/v1, on loopback, to who sends
                          the token (PUSHER_CONTROL_TOKEN; not served without one)
  -v, --verbose           print every frame
  -h, --help              print this
      --version           print the version
`

export type ParsedCommand = { show: 'help' | 'version' } | CliOptions

/** @throws CliError with one line that says what is wrong */
export function parseCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ParsedCommand {
  const values = parse(args)
  if (values.help) return { show: 'help' }
  if (values.version) return { show: 'version' }
  const config = values.config === undefined ? {} : readConfig(values.config)
  const { apps, webhooks, verbose, port, host, webPort, webHost, ...first } = config
  const app = withoutUndefined({
    appId: values.id ?? environment['PUSHER_APP_ID'],
    key: values.key ?? environment['PUSHER_KEY'],
    secret: values.secret ?? environment['PUSHER_SECRET'],
    cluster: values.cluster ?? environment['PUSHER_CLUSTER'],
  })
  const token = values['control-token'] ?? (environment['PUSHER_CONTROL_TOKEN'] || undefined)
  const separate = values['socket-port'] ?? values['web-port']
  const server: PusherServerOptions = withoutUndefined({
    host: values['socket-host'] ?? values.host ?? host,
    port: portOf(values['socket-port'] ?? values.port ?? port ?? DEFAULT_PORT),
    webHost: values['web-host'] ?? webHost,
    webPort: separate === undefined ? webPort && portOf(webPort) : portOf(values['web-port'] ?? 0),
    tls: readTls(values['tls-cert'], values['tls-key']),
    control: token === undefined ? undefined : { token },
  })
  return {
    apps: apps ?? [{ ...first, ...app }],
    server,
    webhooks: values.webhooks?.split(',').map((url) => url.trim()) ?? webhooks ?? [],
    verbose: values.verbose ?? verbose ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values
  } catch (error) {
    throw new CliError(error instanceof Error ? firstLine(error.message) : String(error))
  }
}

interface Config extends PusherFakeOptions {
  apps?: readonly PusherFakeOptions[]
  webhooks?: readonly string[]
  verbose?: boolean
  port?: number
  host?: string
  webPort?: number
  webHost?: string
}

/** The names and types of the options of apps and server are checked where they are used. */
function readConfig(path: string): Config {
  const parsed = parseJson(readText(path, '--config'))
  if (!parsed.ok || !isRecord(parsed.value)) {
    throw new CliError(`--config: ${path} must hold a JSON object`)
  }
  for (const [name, [expected, check]] of Object.entries(CONFIG_CHECKS)) {
    const value = parsed.value[name]
    if (value !== undefined && !check(value)) {
      throw new CliError(`--config: "${name}" must be ${expected}, got ${showValue(value)}`)
    }
  }
  return parsed.value
}

const isListOf = (isItem: (item: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isItem)
const isString = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'

const CONFIG_CHECKS: Readonly<
  Record<string, readonly [expected: string, check: (value: unknown) => boolean]>
> = {
  apps: ['a list of objects', isListOf(isRecord)],
  webhooks: ['a list of URLs', isListOf(isString)],
  verbose: ['true or false', (value) => typeof value === 'boolean'],
  port: ['a number', isNumber],
  webPort: ['a number', isNumber],
  host: ['a string', isString],
  webHost: ['a string', isString],
}

function readTls(
  cert: string | undefined,
  key: string | undefined,
): PusherServerOptions['tls'] | undefined {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) {
    throw new CliError('--tls-cert and --tls-key go together')
  }
  return { cert: readText(cert, '--tls-cert'), key: readText(key, '--tls-key') }
}

function readText(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CliError(`${option}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function portOf(value: string | number): number {
  const port = Number(value)
  if (value !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new CliError(`A port must be a number between 0 and 65535, got "${value}"`)
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text
}
