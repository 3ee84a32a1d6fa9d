import {
  dereference,
  type OutputUnit,
  type Schema,
  type SchemaDraft,
  Validator,
} from '@cfworker/json-schema'
import { showValue } from '../../errors/pusher-fake-error.ts'
import { isRecord } from '../../protocol/json.ts'
import type { SchemaIssue, StandardSchema } from '../../server/contracts/event-schemas.ts'

/** What a schema shares with the others of its file. */
interface Surroundings {
  readonly definitions: Readonly<Record<string, unknown>>
  /** The file's `$schema`. */
  readonly draft: unknown
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
  // The validator notes addresses on what it is given.
  const own: Schema | boolean = JSON.parse(JSON.stringify(schema))
  const root =
    typeof own === 'boolean' ? own : { ...own, $defs: { ...copy(definitions), ...own['$defs'] } }
  const draft = DRAFTS.find(([pattern]) => pattern.test(String(named)))?.[1] ?? '2020-12'
  const problem = problemOf(root)
  if (problem !== undefined) return problem
  const validator = new Validator(root, draft, false)
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

function copy(definitions: Readonly<Record<string, unknown>>): Record<string, Schema> {
  return JSON.parse(JSON.stringify(definitions))
}

/** What the validator would find out only with the first event, or never. */
function problemOf(root: Schema | boolean): string | undefined {
  const lookup = dereference(root)
  for (const schema of Object.values(lookup)) {
    if (typeof schema === 'boolean') continue
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
