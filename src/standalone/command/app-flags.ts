import { CliError } from '../../command-line/cli-error.ts'
import type { AppToken, PusherFakeOptions } from '../../server/options.ts'
import type { Environment } from './environment.ts'

/** How one option of an app is given to the command. */
export interface AppFlag {
  readonly option: keyof PusherFakeOptions
  readonly flag: string
  readonly short?: string
  readonly kind: 'text' | 'number' | 'boolean' | 'limits' | 'tokens' | 'timeout'
  /** What the help calls its value. */
  readonly argument?: string
  /** Names in the environment, the first that is set counts. */
  readonly variables: readonly string[]
  readonly help: string
}

/** The options of an app that a flag or the environment can give. The others are for a file. */
export const APP_FLAGS: readonly AppFlag[] = [
  {
    option: 'appId',
    flag: 'id',
    short: 'i',
    kind: 'text',
    argument: 'ID',
    variables: ['PUSHER_APP_ID'],
    help: 'app id',
  },
  {
    option: 'key',
    flag: 'key',
    short: 'k',
    kind: 'text',
    argument: 'KEY',
    variables: ['PUSHER_KEY', 'PUSHER_APP_KEY'],
    help: 'app key',
  },
  {
    option: 'secret',
    flag: 'secret',
    short: 's',
    kind: 'text',
    argument: 'SECRET',
    variables: ['PUSHER_SECRET', 'PUSHER_APP_SECRET'],
    help: 'app secret',
  },
  {
    option: 'cluster',
    flag: 'cluster',
    kind: 'text',
    argument: 'CLUSTER',
    variables: ['PUSHER_CLUSTER', 'PUSHER_APP_CLUSTER'],
    help: 'cluster named in the settings to paste',
  },
  {
    option: 'encryptionMasterKeyBase64',
    flag: 'encryption-master-key',
    kind: 'text',
    argument: 'BASE64',
    variables: ['PUSHER_ENCRYPTION_MASTER_KEY', 'PUSHER_ENCRYPTION_MASTER_KEY_BASE64'],
    help: '32 bytes for private-encrypted channels',
  },
  {
    option: 'activityTimeoutSeconds',
    flag: 'activity-timeout',
    kind: 'number',
    argument: 'SECONDS',
    variables: ['PUSHER_ACTIVITY_TIMEOUT'],
    help: 'silence after which a side pings',
  },
  {
    option: 'clientEvents',
    flag: 'client-events',
    kind: 'boolean',
    variables: ['PUSHER_CLIENT_EVENTS'],
    help: 'clients may send client events (on unless --no-client-events)',
  },
  {
    option: 'subscriptionCount',
    flag: 'subscription-count',
    kind: 'boolean',
    variables: ['PUSHER_SUBSCRIPTION_COUNT'],
    help: 'subscribers get pusher:subscription_count',
  },
  {
    option: 'subscriptionCountThrottle',
    flag: 'subscription-count-throttle',
    kind: 'boolean',
    variables: ['PUSHER_SUBSCRIPTION_COUNT_THROTTLE'],
    help: 'more than 100 of them get it every 5 s at most',
  },
  {
    option: 'authorizedConnections',
    flag: 'authorized-connections',
    kind: 'boolean',
    variables: ['PUSHER_AUTHORIZED_CONNECTIONS'],
    help: 'closes who is not authorized within 30 s',
  },
  {
    option: 'strict',
    flag: 'strict-contracts',
    kind: 'boolean',
    variables: ['PUSHER_STRICT_CONTRACTS'],
    help: 'what --contracts does not declare is a problem too',
  },
  {
    option: 'authorizedConnections',
    flag: 'authorization-timeout',
    kind: 'timeout',
    argument: 'SECONDS',
    variables: ['PUSHER_AUTHORIZATION_TIMEOUT'],
    help: 'the same, within so many seconds',
  },
  {
    option: 'extraTokens',
    flag: 'extra-tokens',
    kind: 'tokens',
    argument: 'KEY:SECRET,...',
    variables: ['PUSHER_EXTRA_TOKENS'],
    help: 'younger tokens of the app, as while a secret is replaced',
  },
  {
    option: 'seed',
    flag: 'seed',
    kind: 'number',
    argument: 'N',
    variables: ['PUSHER_SEED'],
    help: 'of what faults leave to chance',
  },
  {
    option: 'limits',
    flag: 'limits',
    kind: 'limits',
    argument: 'NAME=N,...',
    variables: ['PUSHER_LIMITS'],
    help: "limits other than Pusher's; false for none",
  },
]

/** What flags and environment say of the one app. @throws CliError */
export function readAppFlags(
  values: Readonly<Record<string, unknown>>,
  environment: Environment,
): PusherFakeOptions {
  const options: Record<string, unknown> = {}
  for (const { option, flag, kind, variables } of APP_FLAGS) {
    const given = values[flag]
    const variable = environment.find(variables)
    if (given === undefined && variable === undefined) continue
    const [where, text] = given === undefined ? (variable ?? ['', '']) : [`--${flag}`, given]
    options[option] = typeof text === 'boolean' ? text : read(kind, String(text), where)
  }
  return options
}

function read(kind: AppFlag['kind'], text: string, where: string): unknown {
  switch (kind) {
    case 'text':
      return text
    case 'number':
      return numberOf(text, where)
    case 'boolean':
      return booleanOf(text, where)
    case 'timeout':
      return { timeoutSeconds: numberOf(text, where) }
    case 'tokens':
      return tokensOf(text, where)
    case 'limits':
      return text === 'false' ? false : limitsOf(text, where)
  }
}

function numberOf(text: string, where: string): number {
  const number = Number(text)
  if (text.trim() !== '' && !Number.isNaN(number)) return number
  throw new CliError(`${where} must be a number, got "${text}"`)
}

function booleanOf(text: string, where: string): boolean {
  if (/^(true|1|on|yes)$/i.test(text)) return true
  if (/^(false|0|off|no)$/i.test(text)) return false
  throw new CliError(`${where} must be true or false, got "${text}"`)
}

/** A key has no colon; what is wrong is not shown, as it may be a secret. */
function tokensOf(text: string, where: string): AppToken[] {
  return text.split(',').map((pair) => {
    const [key = '', ...secret] = pair.trim().split(':')
    if (key !== '' && secret.join(':') !== '') return { key, secret: secret.join(':') }
    throw new CliError(`${where} must be such as KEY:SECRET,KEY:SECRET`)
  })
}

/** `connections=10,eventDataBytes=20480`. */
function limitsOf(text: string, where: string): Record<string, number> {
  const pairs = text.split(',').map((pair) => {
    const [name = '', value, ...more] = pair.split('=')
    if (value === undefined || more.length > 0) {
      throw new CliError(
        `${where} must be such as connections=10,eventDataBytes=20480, or false; got "${text}"`,
      )
    }
    return [name.trim(), numberOf(value, `${where}: ${name.trim()}`)] as const
  })
  return Object.fromEntries(pairs)
}
