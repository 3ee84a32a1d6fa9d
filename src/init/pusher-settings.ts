import { type EnvVariable, type Mode, readEnvFiles } from './env-files.ts'
import type { Project } from './project.ts'
import type { Setting, SourceScan } from './source-scan.ts'

/** What the fake must be told to be the app's Pusher. */
export interface PusherSettings {
  /** The app's key; undefined when it was not found. */
  readonly key?: string
  /** Where it was found, as it is shown. */
  readonly keySource?: string
  readonly cluster?: string
  /** Where they are not pusher-js's own. */
  readonly authEndpoint?: string
  readonly userAuthEndpoint?: string
  /** Whether somebody must be signed in or named: presence channels, `pusher.signin()`. */
  readonly hasUsers: boolean
  /** Whether an endpoint is asked at all. */
  readonly hasAuth: boolean
  /** A file of the project that answers authorization requests itself. */
  readonly authRoute?: string
  readonly appId?: string
  /** The variable that holds the app's secret, which is neither shown nor written. */
  readonly secretVariable?: string
  readonly echo?: 'pusher' | 'reverb'
  /** A channel that the app subscribes to by its name. */
  readonly channel?: string
}

/** Names under which bundlers and frameworks hand the key to the page, and servers keep it. */
const KEY_NAME = /^(?:[A-Z]+_)*(?:PUSHER|REVERB)(?:_APP)?_KEY$/
const APP_ID_NAME = /^(?:[A-Z]+_)*(?:PUSHER|REVERB)_APP_ID$/
const SECRET_NAME = /^(?:[A-Z]+_)*(?:PUSHER|REVERB)(?:_APP)?_SECRET$/
const CLUSTER_NAME = /^(?:[A-Z]+_)*PUSHER(?:_APP)?_CLUSTER$/
/** What the page is given comes before what the server keeps. */
const PAGE_PREFIX = /^(?:VITE|NEXT_PUBLIC|NUXT_PUBLIC|PUBLIC|MIX|REACT_APP|EXPO_PUBLIC)_/

/** What the app uses when it runs in `mode`. */
export function readSettings(project: Project, scan: SourceScan, mode: Mode): PusherSettings {
  const variables = readEnvFiles(project.root, mode)
  const key = keyOf(scan, variables)
  const cluster = settingIn(scan.cluster, variables) ?? byName(variables, CLUSTER_NAME)?.value
  const usesEcho = project.dependency('laravel-echo') !== undefined
  const authEndpoint = pathOf(scan.authEndpoint) ?? (usesEcho ? '/broadcasting/auth' : undefined)
  const userAuthEndpoint =
    pathOf(scan.userAuthEndpoint) ??
    (usesEcho && scan.hasSignin ? '/broadcasting/user-auth' : undefined)
  const hasUsers = scan.hasPresence || scan.hasSignin
  const appId = byName(variables, APP_ID_NAME)?.value
  const secretVariable = byName(variables, SECRET_NAME)?.name
  const channel = scan.channels.find((name) => !/^#|^private-encrypted-/.test(name))
  return {
    ...(key !== undefined && { key: key.value, keySource: key.source }),
    ...(cluster !== undefined && { cluster }),
    ...(authEndpoint !== undefined && authEndpoint !== '/pusher/auth' && { authEndpoint }),
    ...(userAuthEndpoint !== undefined &&
      userAuthEndpoint !== '/pusher/user-auth' && { userAuthEndpoint }),
    hasUsers,
    hasAuth: hasUsers || scan.hasPrivate,
    ...(scan.authRoute !== undefined && { authRoute: scan.authRoute }),
    ...(appId !== undefined && { appId }),
    ...(secretVariable !== undefined && { secretVariable }),
    ...(usesEcho && { echo: broadcasterOf(scan, key?.source) }),
    ...(channel !== undefined && { channel }),
  }
}

function keyOf(
  scan: SourceScan,
  variables: ReadonlyMap<string, EnvVariable>,
): { value: string; source: string } | undefined {
  const { setting, file } = scan.key ?? {}
  if (setting !== undefined && file !== undefined) {
    if ('literal' in setting) return { value: setting.literal, source: file }
    const variable = variables.get(setting.variable)
    if (variable?.value) {
      return { value: variable.value, source: `${setting.variable} in ${variable.file}` }
    }
  }
  const found = byName(variables, KEY_NAME)
  return found && { value: found.value, source: `${found.name} in ${found.file}` }
}

function settingIn(
  setting: Setting | undefined,
  variables: ReadonlyMap<string, EnvVariable>,
): string | undefined {
  if (setting === undefined) return undefined
  return 'literal' in setting ? setting.literal : variables.get(setting.variable)?.value
}

function byName(
  variables: ReadonlyMap<string, EnvVariable>,
  pattern: RegExp,
): { name: string; value: string; file: string } | undefined {
  const found = [...variables]
    .filter(([name, { value }]) => pattern.test(name) && value !== '')
    .map(([name, variable]) => ({ name, ...variable }))
  return found.find(({ name }) => PAGE_PREFIX.test(name)) ?? found[0]
}

function broadcasterOf(scan: SourceScan, keySource: string | undefined): 'pusher' | 'reverb' {
  if (scan.broadcaster !== undefined) return scan.broadcaster === 'reverb' ? 'reverb' : 'pusher'
  return keySource?.includes('REVERB') ? 'reverb' : 'pusher'
}

/** As the fake takes it: a path that begins with a slash, or a whole URL. */
function pathOf(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined || endpoint.startsWith('/')) return endpoint
  return URL.canParse(endpoint) ? new URL(endpoint).href : `/${endpoint}`
}
