import {
  dereference,
  type OutputUnit,
  type Schema,
  type SchemaDraft,
  schemaArrayKeyword,
  schemaKeyword,
  schemaMapKeyword,
  Validator,
} from '@cfworker/json-schema'
import { showValue } from '../../errors/pusher-fake-error.ts'
import { isRecord } from '../../protocol/json.ts'
import type { SchemaIssue, StandardSchema } from '../../server/contracts/event-schemas.ts'

/** What a schema shares with the others of its file. */
interface Surroundings {
  readonly definitions: Readonly<Record<string, unknown>>
  /** The file's `$schema`. */
  readonly draft: string | undefined
}

const DRAFTS: readonly (readonly [pattern: RegExp, draft: SchemaDraft])[] = [
  [/draft-04/, '4'],
  [/draft-0[67]/, '7'],
  [/2019-09/, '2019-09'],
]

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

/** Keywords whose error only says that something inside of them is wrong. */
const WRAPPERS: ReadonlySet<string> = new Set([
  '$ref',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'dependentSchemas',
])

/** A JSON Schema as a Standard Schema, or what is wrong with it. */
export function compileJsonSchema(
  schema: unknown,
  { definitions, draft: named }: Surroundings,
): StandardSchema | string {
  if (typeof schema !== 'boolean' && !isRecord(schema)) {
    return `expected a JSON Schema, which is an object, true or false, got ${showValue(schema)}.`
  }
  const whole =
    typeof schema === 'boolean'
      ? schema
      : { ...schema, $defs: { ...definitions, ...Object(schema['$defs']) } }
  const draft =
    DRAFTS.find(([pattern]) => named !== undefined && pattern.test(named))?.[1] ?? '2020-12'
  const validator = validatorOf(whole, draft)
  if (typeof validator === 'string') return validator
  return {
    '~standard': {
      version: 1,
      vendor: 'pusher-js-fake',
      validate(value) {
        const { valid, errors } = validator.validate(value)
        return valid ? { value } : { issues: leavesOf(errors).map(toIssue) }
      },
    },
  }
}

function validatorOf(schema: object | boolean, draft: SchemaDraft): Validator | string {
  try {
    // The validator notes addresses on what it is given.
    const root: Schema | boolean = JSON.parse(JSON.stringify(schema))
    return problemOf(root) ?? new Validator(root, draft, false)
  } catch (error) {
    // Of an address that is none, or that two schemas have; of a circle, which is no JSON.
    return error instanceof Error ? error.message : String(error)
  }
}

/** What the validator would find out only with the first event, or never. */
function problemOf(root: Schema | boolean): string | undefined {
  const lookup = dereference(root)
  for (const schema of schemasIn(root)) {
    const { type, pattern, patternProperties = {}, $ref } = schema
    const unknown = [type ?? []].flat().find((name: unknown) => !TYPES.includes(String(name)))
    if (unknown !== undefined) {
      return `unknown type ${showValue(unknown)}. Known are: ${TYPES.join(', ')}.`
    }
    if ($ref !== undefined && lookup[String(schema['__absolute_ref__'])] === undefined) {
      return `${showValue($ref)} leads nowhere. Schemas of one file share what is in "$defs": { "$ref": "#/$defs/Order" }.`
    }
    const patterns: unknown[] = [pattern ?? [], Object.keys(patternProperties)].flat()
    const broken = patterns.find((each) => !isExpression(each))
    if (broken !== undefined) return `${showValue(broken)} is no regular expression.`
  }
  return undefined
}

/** A schema and those in it; what is no keyword of JSON Schema is none. */
function* schemasIn(schema: unknown): Generator<Schema> {
  if (!isRecord(schema)) return
  yield schema
  for (const [keyword, value] of Object.entries(schema)) {
    if (Array.isArray(value)) {
      if (schemaArrayKeyword[keyword]) for (const each of value) yield* schemasIn(each)
    } else if (schemaMapKeyword[keyword] && isRecord(value)) {
      for (const each of Object.values(value)) yield* schemasIn(each)
    } else if (schemaKeyword[keyword]) yield* schemasIn(value)
  }
}

function isExpression(text: unknown): boolean {
  try {
    new RegExp(String(text), 'u')
    return true
  } catch {
    return false
  }
}

/** Errors that name what is wrong, without those that only enclose them. */
function leavesOf(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  const leaves = errors.filter(({ keyword }) => !WRAPPERS.has(keyword))
  return errors.filter(
    (error) =>
      !WRAPPERS.has(error.keyword) ||
      !leaves.some(({ instanceLocation }) => instanceLocation.startsWith(error.instanceLocation)),
  )
}

function toIssue({ instanceLocation, keyword, error }: OutputUnit): SchemaIssue {
  const path = instanceLocation
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  return { path, message: keyword === 'false' ? 'is not allowed' : error.replace(/\.$/, '') }
}
