import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CliError } from '../../command-line/cli-error.ts'
import type { ContractFile } from '../../contracts/json-schema/events-from-json-schema.ts'
import { PusherFakeError, showValue, untagged } from '../../errors/pusher-fake-error.ts'
import { isRecord, parseJson } from '../../protocol/json.ts'
import {
  isListOf,
  isMoreThanZero,
  isString,
  optionProblem,
  type Rule,
  wordFor,
} from '../../server/check-options.ts'
import { OPTION_RULES, type PusherFakeOptions } from '../../server/options.ts'
import { checkDeliverOptions, checkWebhookUrl } from '../../webhooks/deliver-options.ts'
import type { WebhookTarget } from '../../webhooks/webhook-target.ts'
import { ADDRESS, CONTROL_RULES, PORT } from '../server-options.ts'

/** An app as a file has it. */
export interface AppConfig extends Omit<PusherFakeOptions, 'events'> {
  /** Its contracts; in the file they may be the name of another that has them. */
  events?: ContractFile
  /** URLs, or `{ url, events }`, in place of those of the whole file. */
  webhooks?: readonly WebhookTarget[]
}

/** What a configuration file may hold; one app or several, the shape is the same. */
export interface Config {
  apps?: readonly AppConfig[]
  webhooks?: readonly WebhookTarget[]
  verbose?: boolean
  port?: number
  host?: string
  webPort?: number
  webHost?: string
  tls?: { cert: string; key: string }
  control?: { token: string; hosts?: readonly string[] }
  /** For the first app. */
  replay?: { har: string; speed?: number }
}

const URLS: Rule = [
  'a list of URLs, or of { "url", "events" }',
  isListOf((item) => isString(item) || (hasOnly(item, ['url', 'events']) && isString(item['url']))),
]

const SERVER_CHECKS: Readonly<Record<string, Rule>> = {
  apps: ['a list of objects', isListOf(isRecord)],
  webhooks: URLS,
  verbose: ['true or false', (value) => typeof value === 'boolean'],
  port: PORT,
  host: ADDRESS,
  webPort: PORT,
  webHost: ADDRESS,
  tls: [
    'an object of the files "cert" and "key"',
    (value) => hasOnly(value, ['cert', 'key']) && isString(value['cert']) && isString(value['key']),
  ],
  control: [
    'an object of "token" and perhaps a list of "hosts"',
    isRecord,
    { inner: CONTROL_RULES },
  ],
  replay: [
    'an object of the file "har" and perhaps a "speed" above 0',
    (value) =>
      hasOnly(value, ['har', 'speed']) &&
      isString(value['har']) &&
      (value['speed'] === undefined || isMoreThanZero(value['speed'])),
  ],
}

/** Functions have no JSON. */
const APP_NAMES = [
  ...Object.keys(OPTION_RULES).filter((name) => !['logger', 'random', 'clock'].includes(name)),
  'webhooks',
]

/**
 * Reads the file strictly.
 *
 * @throws CliError that names the file, and in it what is unknown, misplaced, wrong or there twice
 */
export function readConfig(path: string): Config {
  const text = readText(path, '--config').replace(/^\uFEFF/, '')
  try {
    return configIn(text, path)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    throw new CliError(`--config ${path}: ${error.message}`)
  }
}

function configIn(text: string, path: string): Config {
  const parsed = parseJson(text)
  if (!parsed.ok || !isRecord(parsed.value)) {
    throw new CliError(`It must hold a JSON object${whyNoJson(text)}`)
  }
  // What an editor reads is nothing for the server.
  const { $schema: _, ...file } = parsed.value
  for (const [name, value] of Object.entries(file)) {
    const check = Object.hasOwn(SERVER_CHECKS, name) ? SERVER_CHECKS[name] : undefined
    if (check === undefined) throw unknown(name, value, 'the server', Object.keys(SERVER_CHECKS))
    const [expected, isRight, { inner = undefined } = {}] = check
    if (!isRight(value)) throw wrong(`"${name}"`, expected, value)
    const problem = inner && optionProblem(value, inner, `${name}.`)
    if (problem !== undefined) throw new CliError(problem)
  }
  const config: Config = file
  checkWebhooks(config.webhooks ?? [], 'webhooks')
  config.apps?.forEach(checkApp)
  if (config.apps?.length === 0) throw wrong('"apps"', 'at least one app', config.apps)
  assertUnlike(config.apps ?? [])
  const { tls, replay } = config
  const besides = (name: string) => resolve(dirname(path), name)
  return {
    ...config,
    ...(replay && { replay: { ...replay, har: besides(replay.har) } }),
    ...(config.apps && {
      apps: config.apps.map(({ events, ...app }) => ({
        ...app,
        ...(events !== undefined && {
          events: contractsIn(events, besides),
        }),
      })),
    }),
    ...(tls && { tls: { cert: besides(tls.cert), key: besides(tls.key) } }),
  }
}

/** What the parser says, which does not take comments and commas at an end. */
function whyNoJson(text: string): string {
  if (text.trim() === '') return ', and is empty'
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    return `: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : error}`
  }
}

function contractsIn(events: unknown, besides: (name: string) => string): ContractFile {
  return typeof events === 'string'
    ? readContracts(besides(events), '"events"')
    : (events as ContractFile)
}

/** A file of JSON Schemas; what is in it is read where the app is made. @throws CliError */
export function readContracts(path: string, option: string): ContractFile {
  const parsed = parseJson(readText(path, option).replace(/^\uFEFF/, ''))
  if (parsed.ok && isRecord(parsed.value)) return parsed.value
  throw new CliError(`${option}: ${path} must hold a JSON object of channels`)
}

/** @throws CliError that names the option */
export function readText(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CliError(`${option}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** @throws CliError that names the target */
function checkWebhooks(targets: readonly WebhookTarget[], at: string): void {
  for (const [index, target] of targets.entries()) {
    const { url, ...options } = typeof target === 'string' ? { url: target } : target
    try {
      checkWebhookUrl(url)
      checkDeliverOptions(options)
    } catch (error) {
      if (!(error instanceof PusherFakeError)) throw error
      throw new CliError(`${at}[${index}]: ${untagged(error.message)}`)
    }
  }
}

function checkApp(app: AppConfig, index: number): void {
  const at = `apps[${index}]`
  const { events, webhooks, ...options } = app
  for (const [name, value] of Object.entries(app)) {
    if (!APP_NAMES.includes(name)) throw unknown(name, value, at, APP_NAMES)
  }
  const problem = optionProblem(options, OPTION_RULES)
  if (problem !== undefined) throw new CliError(`${at}: ${problem}`)
  if (events !== undefined && !isString(events) && !isRecord(events)) {
    throw wrong(`${at}.events`, 'an object of channels, or the name of a file of them', events)
  }
  const [expected, isRight] = URLS
  if (webhooks !== undefined && !isRight(webhooks)) {
    throw wrong(`${at}.webhooks`, expected, webhooks)
  }
  checkWebhooks(webhooks ?? [], `${at}.webhooks`)
}

function assertUnlike(apps: readonly AppConfig[]): void {
  for (const [name, fallback] of [
    ['appId', '1000001'],
    ['key', 'app-key'],
  ] as const) {
    const values = apps.map((app) => app[name] ?? fallback)
    values.forEach((value, index) => {
      const first = values.indexOf(value)
      if (first === index) return
      throw new CliError(
        `apps[${index}] has the ${name} ${showValue(value)} of apps[${first}]; give each its own`,
      )
    })
  }
}

function unknown(name: string, value: unknown, where: string, known: readonly string[]): CliError {
  if (where === 'the server' && APP_NAMES.includes(name)) {
    return new CliError(`"${name}" belongs to an app: "apps": [{ "${name}": ${showValue(value)} }]`)
  }
  if (where !== 'the server' && Object.hasOwn(SERVER_CHECKS, name)) {
    return new CliError(`${where}: "${name}" belongs to the server, beside "apps"`)
  }
  const at = where === 'the server' ? '' : `${where}: `
  const meant = wordFor(name, known)
  const instead = meant === undefined ? '' : `, write "${meant}"`
  return new CliError(`${at}unknown key "${name}"${instead}. Known are: ${known.join(', ')}`)
}

function wrong(what: string, expected: string, value: unknown): CliError {
  return new CliError(`${what} must be ${expected}, got ${showValue(value)}`)
}

function hasOnly(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  return isRecord(value) && Object.keys(value).every((name) => names.includes(name))
}
