import { type Credentials, hmacHex } from './signatures.ts'
import type { Template } from './vector.ts'

/** What the placeholders of a vector stand for. */
export interface Scope extends Credentials {
  /** Letters and digits that no other run of any vector has. */
  readonly run: string
  /** Throws for a client that is not connected. */
  socketId(client: string): string
}

type Fields = Readonly<Record<string, Template>>

/** Operators that only an expectation may hold; their arguments are resolved, they stay. */
const MATCHERS: ReadonlySet<string> = new Set([
  '$any',
  '$match',
  '$oneOf',
  '$unordered',
  '$optional',
  '$includes',
  '$data',
])

/** `{ "$name": argument }`, or undefined for a value that is no operator. */
export function operatorOf(value: unknown): readonly [name: string, argument: unknown] | undefined {
  if (!isFields(value)) return undefined
  const entries = Object.entries(value)
  const [first] = entries
  return entries.length === 1 && first?.[0].startsWith('$') ? first : undefined
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value to send: every placeholder and operator replaced by what it stands for. */
export function resolve(template: Template, scope: Scope): unknown {
  return resolveIn(template, scope, false)
}

/** A value to expect: as {@link resolve}, but what matches more than one value is kept. */
export function resolveExpected(template: Template, scope: Scope): unknown {
  return resolveIn(template, scope, true)
}

export function resolveText(text: string, scope: Scope): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => placeholder(name, scope))
}

function resolveIn(template: Template, scope: Scope, expected: boolean): unknown {
  if (typeof template === 'string') return resolveText(template, scope)
  if (Array.isArray(template)) return template.map((item) => resolveIn(item, scope, expected))
  if (!isFields(template)) return template
  const operator = operatorOf(template)
  if (operator !== undefined) return applyOperator(operator, scope, expected)
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [
      resolveText(name, scope),
      resolveIn(value, scope, expected),
    ]),
  )
}

function applyOperator(
  [name, argument]: readonly [string, unknown],
  scope: Scope,
  expected: boolean,
): unknown {
  if (name === '$match') return { $match: resolvePattern(String(argument), scope) }
  if (name === '$json') {
    const value = resolveIn(argument, scope, expected)
    return expected ? { $json: value } : JSON.stringify(value)
  }
  if (MATCHERS.has(name)) {
    if (!expected) throw new Error(`${name} matches; it cannot be sent`)
    return { [name]: resolveIn(argument, scope, true) }
  }
  const fields = resolveIn(argument, scope, false) as Record<string, unknown>
  switch (name) {
    case '$repeat':
      return String(fields['text']).repeat(Number(fields['times']))
    case '$sequence':
      return Array.from(
        { length: Number(fields['count']) },
        (_, index) => `${fields['prefix']}${index + 1}`,
      )
    case '$channelAuth':
      return channelAuth(fields, scope)
    case '$userAuth':
      return signed(`${socketIdIn(fields, scope)}::user::${fields['user_data']}`, fields, scope)
    default:
      throw new Error(`Unknown operator ${name}`)
  }
}

function channelAuth(fields: Record<string, unknown>, scope: Scope): string {
  const { channel, channel_data } = fields
  const base = `${socketIdIn(fields, scope)}:${channel}`
  return signed(channel_data === undefined ? base : `${base}:${channel_data}`, fields, scope)
}

function socketIdIn(fields: Record<string, unknown>, scope: Scope): string {
  return scope.socketId(String(fields['client']))
}

function signed(text: string, { key, secret }: Record<string, unknown>, scope: Scope): string {
  return `${key ?? scope.key}:${hmacHex(String(secret ?? scope.secret), text)}`
}

function placeholder(name: string, scope: Scope): string {
  if (name === 'run') return scope.run
  if (name === 'key') return scope.key
  if (name === 'appId') return scope.appId
  const client = /^(.+)\.socketId$/.exec(name)?.[1]
  if (client === undefined) throw new Error(`Unknown placeholder \${${name}}`)
  return scope.socketId(client)
}

/** What stands for a placeholder in a pattern is meant literally. */
function resolvePattern(pattern: string, scope: Scope): string {
  return pattern.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) =>
    placeholder(name, scope).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  )
}
