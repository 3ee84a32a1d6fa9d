import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import { editDistance } from './edit-distance.ts'

export type Check = (value: unknown) => boolean

/** What an option must be, in the words of a message, and whether a value is that. */
export type Rule = readonly [
  expected: string,
  check: Check,
  more?: {
    /** The rules of what is in it, when it is an object. */
    readonly inner?: Readonly<Record<string, Rule>>
    /** The rules of each of its objects, when it is a list. */
    readonly items?: Readonly<Record<string, Rule>>
    readonly required?: boolean
    /** A sentence that helps to choose. */
    readonly hint?: string
  },
]

/** A rule for each option; TypeScript asks for the one that is missing. */
export type Rules<Options> = { readonly [Name in keyof Options]-?: Rule }

/** A lone surrogate fits in no URL. */
export const isText: Check = (value) =>
  typeof value === 'string' && value !== '' && value.isWellFormed()
export const isString: Check = (value) => typeof value === 'string'
export const isBoolean: Check = (value) => typeof value === 'boolean'
export const isFunction: Check = (value) => typeof value === 'function'
export const isPositive: Check = (value) => Number.isFinite(value) && Number(value) > 0
export const isMoreThanZero: Check = (value) => typeof value === 'number' && value > 0
export const isAtLeastZero: Check = (value) => typeof value === 'number' && value >= 0
export const isPort: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535
export const isListOf =
  (isItem: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isItem)

/** The rule for an option that cannot be left out. */
export function required([expected, check, more]: Rule): Rule {
  return [expected, check, { ...more, required: true }]
}

export const TEXT: Rule = ['a non-empty string', isText]
export const BOOLEAN: Rule = ['a boolean', isBoolean]
export const MILLISECONDS: Rule = ['0 or more milliseconds', isAtLeastZero]
export const FUNCTION: Rule = ['a function', isFunction]

/** Words of 0.1, and of the wire, for which another is written here. */
const RENAMED: Readonly<Record<string, string>> = {
  user_id: 'id',
  userId: 'id',
  user_info: 'info',
  userInfo: 'info',
  error: 'body',
  event: 'name',
  id: 'appId',
  activityTimeout: 'activityTimeoutSeconds',
  encryptionMasterKey: 'encryptionMasterKeyBase64',
  pongTimeout: 'pongTimeoutSeconds',
}

/**
 * @param where the call or the place, put before the message
 * @throws PusherFakeError `invalid_option` that names the option, what was expected, and the word that is
 *   meant where another was written
 */
export function checkOptions(
  options: unknown,
  rules: Readonly<Record<string, Rule>>,
  where?: string,
): void {
  const problem = optionProblem(options, rules)
  if (problem === undefined) return
  throw new PusherFakeError(
    'invalid_option',
    where === undefined ? problem : `${where}: ${problem}`,
  )
}

/** What stands in these is shown in no message, wrong as it may be. */
const SECRETS: ReadonlySet<string> = new Set(['secret', 'token'])

/** @returns what is wrong with the options, first thing first */
export function optionProblem(
  options: unknown,
  rules: Readonly<Record<string, Rule>>,
  path = '',
): string | undefined {
  if (!isRecord(options)) return `Options must be an object, got ${showValue(options)}.`
  const allowed = Object.keys(rules)
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(rules, name))
  if (unknown !== undefined) {
    const meant = wordFor(unknown, allowed)
    const instead = meant === undefined ? '' : `, write "${path}${meant}"`
    return `Unknown option "${path}${unknown}"${instead}. Allowed are: ${allowed.join(', ') || 'none'}.`
  }
  for (const [name, [expected, check, more = {}]] of Object.entries(rules)) {
    const value = options[name]
    if (value === undefined && !more.required) continue
    const label = `${path}${name}`
    if (!check(value)) {
      const got = SECRETS.has(name) && isString(value) ? 'another text' : showValue(value)
      return `Option "${label}" must be ${expected}, got ${got}. ${more.hint ?? ''}`.trim()
    }
    const problem = innerProblem(value, more, label)
    if (problem !== undefined) return problem
  }
  return undefined
}

function innerProblem(
  value: unknown,
  { inner, items }: NonNullable<Rule[2]>,
  label: string,
): string | undefined {
  if (inner !== undefined && isRecord(value)) return optionProblem(value, inner, `${label}.`)
  if (items === undefined || !Array.isArray(value)) return undefined
  for (const [index, item] of value.entries()) {
    const at = `${label}[${index}]`
    if (!isRecord(item)) return `Option "${at}" must be an object, got ${showValue(item)}.`
    const problem = optionProblem(item, items, `${at}.`)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** The word that is meant by one that is old, or misspelt. */
export function wordFor(name: string, allowed: readonly string[]): string | undefined {
  const renamed = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined
  if (renamed !== undefined && allowed.includes(renamed)) return renamed
  const plain = (word: string) => word.replaceAll('_', '').toLowerCase()
  const slips = (word: string) => editDistance(plain(word), plain(name))
  const [nearest] = [...allowed].sort((a, b) => slips(a) - slips(b))
  if (nearest === undefined || name.length > 100) return undefined
  return slips(nearest) <= Math.min(2, name.length / 3) ? nearest : undefined
}
