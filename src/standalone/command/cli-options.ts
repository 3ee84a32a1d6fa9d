import { CliError } from '../../command-line/cli-error.ts'
import { parseFlags } from '../../command-line/parse-flags.ts'
import type { ContractFile } from '../../contracts/json-schema/events-from-json-schema.ts'
import { PusherFakeError, untagged } from '../../errors/pusher-fake-error.ts'
import { readRecording } from '../../recording/read-recording.ts'
import type { Recording } from '../../recording/recording.ts'
import type { PusherFakeOptions } from '../../server/options.ts'
import type { WebhookName } from '../../server/webhooks/webhook-event.ts'
import { withoutUndefined } from '../../server/without-undefined.ts'
import type { WebhookTarget } from '../../webhooks/webhook-target.ts'
import type { PusherServerOptions } from '../server-options.ts'
import { APP_FLAGS, type AppFlag, readAppFlags } from './app-flags.ts'
import { type AppConfig, type Config, readConfig, readContracts, readText } from './config-file.ts'
import { Environment } from './environment.ts'

/** An app that the command is asked for. */
export interface CliApp {
  readonly options: Omit<PusherFakeOptions, 'events'>
  /** Where it stands, when all of it is from a file. */
  readonly at?: string
  /** Its contracts, as a file of JSON Schemas has them. */
  readonly contracts?: ContractFile
  /** Where its webhooks are posted to. */
  readonly webhooks: readonly WebhookTarget[]
}

/** A session to replay. */
export interface CliReplay {
  readonly recording: Recording
  readonly speed: number
}

/** What the command is asked to do. */
export interface CliOptions {
  readonly apps: readonly CliApp[]
  readonly server: PusherServerOptions
  /** What is replayed to the clients of the first app. */
  readonly replay: CliReplay | undefined
  readonly verbose: boolean
}

const DEFAULT_PORT = 6001

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string', short: 'p' },
  'socket-host': { type: 'string' },
  'socket-port': { type: 'string' },
  'web-host': { type: 'string' },
  'web-port': { type: 'string' },
  webhooks: { type: 'string' },
  config: { type: 'string' },
  contracts: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  replay: { type: 'string' },
  'replay-speed': { type: 'string' },
  'control-token': { type: 'string' },
  'control-host': { type: 'string', multiple: true },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

const ALL_OPTIONS = {
  ...Object.fromEntries(
    APP_FLAGS.map(({ flag, short, kind }) => [
      flag,
      {
        type: kind === 'boolean' ? ('boolean' as const) : ('string' as const),
        ...(short !== undefined && { short }),
      },
    ]),
  ),
  ...OPTIONS,
}

const APP_HELP = APP_FLAGS.map(helpOf).join('\n')

export const HELP: string = `Usage: pusher-js-fake [options]
       pusher-js-fake init [options]
       pusher-js-fake sweep [options] -- COMMAND

Serves a complete Pusher Channels app on this machine. \`init\` sets up the tests of a project instead, after it
has shown you how: see init --help. \`sweep\` runs tests with a fault at each frame: see sweep --help.

${APP_HELP}
  -p, --port PORT         sockets and HTTP on one port, 0 for a free one (default ${DEFAULT_PORT})
      --host HOST         address to listen on (default 127.0.0.1)
      --socket-host HOST, --socket-port PORT
      --web-host HOST, --web-port PORT
                          sockets and HTTP each on their own
      --webhooks URLS     where to post webhooks, separated by commas; URL#member_added+client_event
                          for some types of events only (PUSHER_WEBHOOKS)
      --tls-cert FILE, --tls-key FILE
                          serve over TLS, with a certificate in PEM
      --contracts FILE    what events carry: { CHANNEL: { EVENT: JSON Schema } }; what is sent
                          and is not so is a problem, and named on stderr
      --config FILE       the same as JSON: "apps": [{ "appId", "key", "secret" }] for one app or several
      --replay FILE       send what a service has sent in a HAR to whoever comes to the (first) app
      --replay-speed N    2 is twice as fast as it was (default 1)
      --control-token TOKEN
                          serve the control API under /control/v1 to who sends the token
                          (PUSHER_CONTROL_TOKEN; not served without one)
      --control-host HOSTS
                          names, addresses or networks that may speak to it besides this
                          machine, separated by commas (PUSHER_CONTROL_HOST)
  -v, --verbose           print every frame, and each request that is refused with its reason
  -h, --help              print this
      --version           print the version

Switches are off with --no-: --no-verbose. In the environment the names of Laravel do as well, PUSHER_APP_KEY and
PUSHER_APP_SECRET, and REVERB_ for PUSHER_, which come first when BROADCAST_CONNECTION or BROADCAST_DRIVER is
reverb; so does PUSHER_URL.
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
  assertTogether(values)
  const config: Config = values.config === undefined ? {} : readConfig(values.config)
  const variables = new Environment(environment)
  const listed = listOf(values.webhooks ?? variables.get('PUSHER_WEBHOOKS'))
  const webhooks = listed?.map(webhookOf) ?? config.webhooks ?? []
  const apps = appsOf(values, config, variables)
  const server = serverOf(values, config, variables)
  if (server.tls === undefined && apps.some(({ tlsOnly }) => tlsOnly)) {
    throw new CliError(
      '"tlsOnly" needs a certificate: --tls-cert and --tls-key, or "tls" in the file',
    )
  }
  return {
    apps: apps.map((app, index) => {
      const { webhooks: own, events, ...options } = app
      const isOfFile = app === config.apps?.[index]
      return {
        options,
        ...(isOfFile && { at: `--config ${values.config}: apps[${index}]` }),
        ...(events !== undefined && { contracts: events }),
        webhooks: own ?? webhooks,
      }
    }),
    server,
    replay: replayOf(values, config),
    verbose: values.verbose ?? config.verbose ?? false,
  }
}

type Values = ReturnType<typeof parse>

function parse(args: readonly string[]) {
  const config = { args: [...args], options: ALL_OPTIONS, allowNegative: true }
  const { values } = parseFlags(config, ['init', 'sweep', 'coverage'])
  return values as ReturnType<typeof parseFlags<{ options: typeof OPTIONS }>>['values'] &
    Record<string, unknown>
}

/** Options of which one would silently count for nothing. @throws CliError */
function assertTogether(values: Values): void {
  const has = (name: string) => values[name] !== undefined
  if (has('tls-cert') !== has('tls-key')) {
    throw new CliError('--tls-cert and --tls-key go together')
  }
  for (const [one, other] of [
    ['port', 'socket-port'],
    ['host', 'socket-host'],
  ] as const) {
    if (has(one) && has(other)) {
      throw new CliError(`--${one} and --${other} say the same; leave one away`)
    }
  }
  if (has('web-host') && !has('web-port') && !has('socket-port') && !has('config')) {
    throw new CliError('--web-host needs a port of its own for HTTP: --web-port, 0 for a free one')
  }
}

function appsOf(values: Values, config: Config, variables: Environment): readonly AppConfig[] {
  const [first = {}, ...others] = config.apps ?? []
  if (others.length === 0) {
    const { contracts } = values
    const events = contracts !== undefined && { events: readContracts(contracts, '--contracts') }
    const given = { ...readAppFlags(values, variables), ...events }
    return Object.keys(given).length === 0 ? [first] : [{ ...first, ...given }]
  }
  // The environment may hold an app for others; a flag is meant.
  const flags = [...APP_FLAGS.map((each) => each.flag), 'contracts']
  const flag = flags.find((name) => values[name] !== undefined)
  if (flag === undefined) return [first, ...others]
  throw new CliError(
    `--${flag} is for one app, and ${values.config} has ${others.length + 1}; write it in the file`,
  )
}

function serverOf(values: Values, config: Config, variables: Environment): PusherServerOptions {
  const { host, port, webHost, webPort, tls } = config
  const isTold = [
    values.port,
    values['socket-port'],
    values.host,
    values['socket-host'],
    port,
    host,
  ]
  const found = isTold.every((each) => each === undefined) ? variables.listens() : {}
  const isSeparate = values['socket-port'] !== undefined || values['web-port'] !== undefined
  const ownWebPort = isSeparate ? portOf(values['web-port'] ?? 0) : webPort && portOf(webPort)
  const ownWebHost = values['web-host'] ?? webHost
  if (ownWebHost !== undefined && ownWebPort === undefined) {
    throw new CliError(
      `${values['web-host'] === undefined ? `--config ${values.config}: "webHost"` : '--web-host'} needs a port of its own for HTTP: --web-port or "webPort", 0 for a free one`,
    )
  }
  return withoutUndefined({
    host: values['socket-host'] ?? values.host ?? host ?? found.host,
    port: portOf(values['socket-port'] ?? values.port ?? port ?? found.port ?? DEFAULT_PORT),
    webHost: ownWebHost,
    webPort: ownWebPort,
    tls: readTls(values, tls),
    control: controlOf(values, config, variables),
  })
}

function controlOf(
  values: Values,
  config: Config,
  variables: Environment,
): PusherServerOptions['control'] | undefined {
  const token =
    values['control-token'] ?? variables.get('PUSHER_CONTROL_TOKEN') ?? config.control?.token
  const named = values['control-host']
  const hosts =
    listOf(named?.join(',')) ??
    listOf(variables.get('PUSHER_CONTROL_HOST')) ??
    config.control?.hosts
  if (token !== undefined) return hosts === undefined ? { token } : { token, hosts }
  if (named === undefined) return undefined
  throw new CliError('--control-host needs --control-token: there is no control API without one')
}

function replayOf(values: Values, { replay }: Config): CliReplay | undefined {
  const file = values.replay ?? replay?.har
  const given = values['replay-speed']
  if (file === undefined) {
    if (given === undefined) return undefined
    throw new CliError('--replay-speed needs --replay')
  }
  const from = values.replay === undefined ? `--config ${values.config}: "replay.har"` : '--replay'
  const speed = Number(given ?? replay?.speed ?? 1)
  if (!(speed > 0)) throw new CliError(`--replay-speed must be a number above 0, got "${given}"`)
  try {
    return { recording: readRecording(readText(file, from)), speed }
  } catch (error) {
    if (!(error instanceof PusherFakeError)) throw error
    throw new CliError(`${from}: ${file}: ${untagged(error.message)}`)
  }
}

function readTls(values: Values, tls: Config['tls']): PusherServerOptions['tls'] | undefined {
  const { config, 'tls-cert': cert, 'tls-key': key } = values
  if (cert !== undefined && key !== undefined) {
    return { cert: readText(cert, '--tls-cert'), key: readText(key, '--tls-key') }
  }
  if (tls === undefined) return undefined
  const from = (name: string) => `--config ${config}: "tls.${name}"`
  return { cert: readText(tls.cert, from('cert')), key: readText(tls.key, from('key')) }
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((item) => item.trim())
}

/** What is behind the sign is not part of a request. The types are checked where webhooks are posted. */
function webhookOf(text: string): WebhookTarget {
  const [url = '', types] = text.split('#')
  return types === undefined ? text : { url, events: types.split('+') as WebhookName[] }
}

function portOf(value: string | number): number {
  const port = Number(value)
  if (value !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new CliError(`A port must be a number between 0 and 65535, got "${value}"`)
}

function helpOf({ flag, short, argument, help, variables }: AppFlag): string {
  const given = `--${flag}${argument === undefined ? '' : ` ${argument}`}`
  const left = `  ${short === undefined ? '   ' : `-${short},`} ${given}`
  const right = `${help} (${variables[0]})`
  return left.length < 25 ? `${left.padEnd(26)}${right}` : `${left}\n${' '.repeat(26)}${right}`
}
