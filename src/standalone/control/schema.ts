import { isRecord, type JsonValue } from '../../protocol/json.ts'
import { wordFor } from '../../server/check-options.ts'
import { ControlError } from './control-error.ts'

/** The part of JSON Schema 2020-12 that the control API is described in. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null'
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly enum?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** Reads a value from outside, and says in JSON Schema what it reads. */
export interface Schema<Value> {
  readonly json: JsonSchema
  /**
   * @param at where the value stands, for the message
   * @throws ControlError 400
   */
  parse(value: unknown, at: string): Value
}

type Fields = Readonly<Record<string, Schema<unknown>>>
type NoFields = Readonly<Record<never, never>>
type ValueOf<Item> = Item extends Schema<infer Value> ? Value : never
type ObjectOf<Required extends Fields, Optional extends Fields> = {
  readonly [Name in keyof Required]: ValueOf<Required[Name]>
} & { readonly [Name in keyof Optional]?: ValueOf<Optional[Name]> }

/** Anything that JSON can hold. */
export const json: Schema<JsonValue> = {
  json: {},
  parse(value, at) {
    if (value === undefined) throw invalid(at, 'JSON', value)
    return value as JsonValue
  },
}

export const anyText: Schema<string> = {
  json: { type: 'string' },
  parse(value, at) {
    if (typeof value === 'string') return value
    throw invalid(at, 'a string', value)
  },
}

export const text: Schema<string> = {
  json: { type: 'string', minLength: 1 },
  parse(value, at) {
    if (typeof value === 'string' && value !== '') return value
    throw invalid(at, 'a non-empty string', value)
  },
}

export function integer(minimum: number, maximum: number): Schema<number> {
  const isFree = maximum === Number.MAX_SAFE_INTEGER
  const expected = isFree
    ? `an integer of ${minimum} or more`
    : `an integer from ${minimum} to ${maximum}`
  return {
    json: { type: 'integer', minimum, ...(!isFree && { maximum }) },
    parse(value, at) {
      if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum) {
        return Number(value)
      }
      throw invalid(at, expected, value)
    },
  }
}

/** A number that need not be whole. */
export const nonNegative: Schema<number> = {
  json: { type: 'number', minimum: 0 },
  parse(value, at) {
    if (Number.isFinite(value) && Number(value) >= 0) return Number(value)
    throw invalid(at, 'a number of 0 or more', value)
  },
}

/** A number of any kind; who takes it says which it wants. */
export const number: Schema<number> = {
  json: { type: 'number' },
  parse(value, at) {
    if (typeof value === 'number') return value
    throw invalid(at, 'a number', value)
  },
}

export const flag: Schema<boolean> = {
  json: { type: 'boolean' },
  parse(value, at) {
    if (typeof value === 'boolean') return value
    throw invalid(at, 'true or false', value)
  },
}

/** Either of two kinds, told apart by whether the value is an object. */
export function objectOr<Item extends object, Other>(
  item: Schema<Item>,
  other: Schema<Other>,
): Schema<Item | Other> {
  return {
    json: { anyOf: [item.json, other.json] },
    parse: (value, at) => (isRecord(value) ? item : other).parse(value, at),
  }
}

export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Schema<Choice> {
  return {
    json: { type: 'string', enum: choices },
    parse(value, at) {
      const choice = choices.find((candidate) => candidate === value)
      if (choice !== undefined) return choice
      throw invalid(at, `one of ${choices.join(', ')}`, value)
    },
  }
}

export function array<Item>(item: Schema<Item>, minItems = 0): Schema<readonly Item[]> {
  return {
    json: { type: 'array', items: item.json, ...(minItems > 0 && { minItems }) },
    parse(value, at) {
      if (!Array.isArray(value) || value.length < minItems) {
        throw invalid(at, minItems > 0 ? 'a non-empty array' : 'an array', value)
      }
      return value.map((each: unknown, index) => item.parse(each, `${at}[${index}]`))
    },
  }
}

/** A string, or an array of them. */
export const textOrTexts: Schema<string | readonly string[]> = {
  json: { anyOf: [text.json, array(text, 1).json] },
  parse: (value, at) => (Array.isArray(value) ? array(text, 1) : text).parse(value, at),
}

export function nullable<Value>(schema: Schema<Value>): Schema<Value | null> {
  return {
    json: { anyOf: [schema.json, { type: 'null' }] },
    parse: (value, at) => (value === null ? null : schema.parse(value, at)),
  }
}

/** An object of any keys, all of one kind. */
export function record<Item>(item: Schema<Item>): Schema<Readonly<Record<string, Item>>> {
  return {
    json: { type: 'object', additionalProperties: item.json },
    parse(value, at) {
      if (!isRecord(value)) throw invalid(at, 'an object', value)
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, item.parse(each, `${at}.${key}`)]),
      )
    },
  }
}

/** An object of just these fields: a name that is unknown is one that was misspelt. */
export function object<Required extends Fields, Optional extends Fields = NoFields>(
  required: Required,
  optional?: Optional,
): Schema<ObjectOf<Required, Optional>> {
  const fields = new Map<string, Schema<unknown>>(Object.entries({ ...required, ...optional }))
  const properties = [...fields].map(([name, field]) => [name, field.json] as const)
  const names = Object.keys(required)
  return {
    json: {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(names.length > 0 && { required: names }),
      additionalProperties: false,
    },
    parse(value, at) {
      if (!isRecord(value)) throw invalid(at, 'an object', value)
      const unknown = Object.keys(value).find((name) => !fields.has(name))
      if (unknown !== undefined) {
        const known = [...fields.keys()]
        const meant = wordFor(unknown, known)
        const instead = meant === undefined ? '' : `, write "${meant}"`
        throw problem(
          `${at} has an unknown field ${show(unknown)}${instead}. Known are: ${known.join(', ') || 'none'}.`,
        )
      }
      const entries = [...fields]
        .filter(([name]) => names.includes(name) || Object.hasOwn(value, name))
        .map(([name, field]) => [name, field.parse(value[name], `${at}.${name}`)] as const)
      return Object.fromEntries(entries) as ObjectOf<Required, Optional>
    },
  }
}

/** The same with words for the document. */
export function described<Value>(
  schema: Schema<Value>,
  annotations: { readonly title?: string; readonly description?: string },
): Schema<Value> {
  return { ...schema, json: { ...schema.json, ...annotations } }
}

export function invalid(at: string, expected: string, value: unknown): ControlError {
  const got = value === undefined ? 'nothing' : show(value)
  return problem(`${at} must be ${expected}, got ${got}.`)
}

function problem(message: string): ControlError {
  return new ControlError(400, 'invalid_request', message)
}

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value)
  return shown.length <= 80 ? shown : `${shown.slice(0, 80)}…`
}
