import { showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import { optionProblem, type Rule } from '../server/check-options.ts'
import type { FaultOptions, LastingFaults } from '../server/faults/fault.ts'
import { checkedFault, FAULT_NAMES, FAULTS, isLasting } from '../server/faults/fault-table.ts'
import type { OptionKind } from '../server/faults/option-kinds.ts'
import type { FaultCall, StoryFaults } from './parameters.ts'

/** Refuses a parameter. */
export type Fail = (message: string) => never

const NAMES = FAULT_NAMES.filter(isLasting)

/** What each may be is said below, by its options. */
const NAME_RULES = Object.fromEntries(
  NAMES.map((name): [string, Rule] => [name, ['a fault', () => true]]),
)

/**
 * Reads the faults of a story into calls, as the table of faults has them.
 *
 * @throws PusherFakeError `invalid_option`
 */
export function parseFaults(given: StoryFaults, story: string, fail: Fail): readonly FaultCall[] {
  const problem = optionProblem(given, NAME_RULES, 'faults.')
  if (problem !== undefined) return fail(problem)
  return NAMES.flatMap((name) => {
    const value = given[name]
    if (value === undefined || value === false) return []
    const where = `faults.${name}`
    const calls = callsOf(name, value, (expected) =>
      fail(`${where} must be ${expected}, got ${showValue(value)}.`),
    )
    return calls.map((options) => ({
      name,
      options: checkedFault(
        name,
        options as FaultOptions[typeof name],
        `Story "${story}": ${where}`,
      ),
    }))
  })
}

/** The options of each call that a parameter stands for. */
function callsOf(
  name: keyof LastingFaults,
  value: unknown,
  fail: (expected: string) => never,
): readonly object[] {
  const { options, positional } = FAULTS[name]
  const kinds = new Map<string, OptionKind>(Object.entries(options))
  const names = [...kinds.keys()]
  const [first, ...more] = positional as readonly string[]
  const kind = first === undefined || more.length > 0 ? undefined : kinds.get(first)
  const isNumber = kind?.json.type === 'number'
  if (first !== undefined && isNumber && !isRecord(value) && !Array.isArray(value)) {
    return [{ [first]: value }]
  }
  if (first !== undefined && !isNumber && kind !== undefined) {
    const others = names.filter((option) => option !== first).join(', ')
    if (!isRecord(value) || !Object.values(value).every(isRecord)) {
      return fail(`an object of { ${others} } by ${first}`)
    }
    return Object.entries(value).map(([key, rest]) => ({ [first]: key, ...(rest as object) }))
  }
  if (value === true && first === undefined) return [{}]
  const calls = Array.isArray(value) ? value : [value]
  if (names.length > 0 && calls.every(isRecord)) return calls
  const object = names.length > 0 ? ` or { ${names.join(', ')} }` : ''
  return fail(first === undefined ? `true${object === '' ? ' or' : ','} false${object}` : object)
}
