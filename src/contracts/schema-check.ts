import { isRecord } from '../protocol/json.ts'
import type { SchemaIssue, StandardSchema } from '../server/contracts/event-schemas.ts'

/** What came of a check: nothing wrong, what is wrong with the value, or what is wrong with the schema itself. */
export type CheckOutcome =
  | { readonly kind: 'matches' }
  | { readonly kind: 'issues'; readonly issues: readonly string[] }
  | { readonly kind: 'unusable'; readonly reason: string }

const MATCHES: CheckOutcome = { kind: 'matches' }

/** Asks a schema about a value, whatever the schema then does. Never throws. */
export function checkValue(schema: StandardSchema, value: unknown): CheckOutcome {
  try {
    const result: unknown = schema['~standard'].validate(value)
    if (isThenable(result)) {
      // Nobody waits for it.
      result.then(undefined, () => {})
      return unusable(
        'answers with a promise: it is asynchronous, and an event does not wait. Take checks that ask somebody else out of it',
      )
    }
    if (isIssues(result)) return { kind: 'issues', issues: result.issues.map(describeIssue) }
    if (isRecord(result) && 'value' in result) return MATCHES
    return unusable(`answered ${String(result)}, and neither { value } nor { issues }`)
  } catch (error) {
    return unusable(
      `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    )
  }
}

function unusable(reason: string): CheckOutcome {
  return { kind: 'unusable', reason }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}

/** A list of itself in arktype. */
function isIssues(value: unknown): value is { readonly issues: readonly SchemaIssue[] } {
  return (
    typeof value === 'object' && value !== null && 'issues' in value && Array.isArray(value.issues)
  )
}

/** `items[0].price: expected a number`. */
function describeIssue({ message, path = [] }: SchemaIssue): string {
  const where = path
    .map((step) => (typeof step === 'object' ? step.key : step))
    .map((key) =>
      typeof key === 'number' || /^\d+$/.test(String(key)) ? `[${String(key)}]` : `.${String(key)}`,
    )
    .join('')
    .replace(/^\./, '')
  return `${where === '' ? 'the data' : where}: ${message}`
}
