import { isFields, operatorOf } from './template.ts'

/** How `actual` differs from what was expected; empty when it does not. `expected` is resolved. */
export function differences(expected: unknown, actual: unknown, at = 'it'): string[] {
  const operator = operatorOf(expected)
  if (operator !== undefined) return byOperator(operator, actual, at)
  if (Array.isArray(expected)) return ofArrays(expected, actual, at)
  if (isFields(expected)) return ofObjects(expected, actual, at, false)
  return Object.is(expected, actual) ? [] : [differs(at, expected, actual)]
}

function byOperator([name, argument]: readonly [string, unknown], actual: unknown, at: string) {
  switch (name) {
    case '$any':
      return isA(String(argument), actual) ? [] : [differs(at, { $any: argument }, actual)]
    case '$match':
      return typeof actual === 'string' && new RegExp(String(argument)).test(actual)
        ? []
        : [differs(at, { $match: argument }, actual)]
    case '$json':
      return ofJson(argument, actual, at)
    case '$data':
      return typeof actual === 'string'
        ? ofJson(argument, actual, at)
        : differences(argument, actual, at)
    case '$oneOf': {
      const choices = (argument as unknown[]).map((choice) => differences(choice, actual, at))
      return choices.some((found) => found.length === 0) ? [] : choices.flat()
    }
    case '$unordered':
      return ofSets(argument as unknown[], actual, at)
    case '$includes':
      return isFields(argument) ? ofObjects(argument, actual, at, true) : ['$includes: no object']
    default:
      throw new Error(`${name} cannot stand at ${at}`)
  }
}

function ofJson(expected: unknown, actual: unknown, at: string): string[] {
  if (typeof actual !== 'string') return [differs(at, { $json: expected }, actual)]
  try {
    return differences(expected, JSON.parse(actual), `${at} (decoded)`)
  } catch {
    return [`${at} is no JSON text: ${JSON.stringify(actual)}`]
  }
}

function ofArrays(expected: readonly unknown[], actual: unknown, at: string): string[] {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    return [differs(at, expected, actual)]
  }
  return expected.flatMap((item, index) => differences(item, actual[index], `${at}[${index}]`))
}

/** The same items in any order. */
export function ofSets(expected: readonly unknown[], actual: unknown, at: string): string[] {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    return [differs(at, { $unordered: expected }, actual)]
  }
  const left: unknown[] = [...actual]
  for (const item of expected) {
    const index = left.findIndex((candidate) => differences(item, candidate, at).length === 0)
    if (index === -1) return [differs(`${at}, in any order,`, item, left)]
    left.splice(index, 1)
  }
  return []
}

function ofObjects(
  expected: Readonly<Record<string, unknown>>,
  actual: unknown,
  at: string,
  others: boolean,
): string[] {
  if (!isFields(actual)) return [differs(at, expected, actual)]
  const missing = Object.entries(expected).flatMap(([name, value]) => {
    const [operator, argument] = operatorOf(value) ?? []
    const optional = operator === '$optional'
    if (!Object.hasOwn(actual, name)) return optional ? [] : [`${at}.${name} is missing`]
    return differences(optional ? argument : value, actual[name], `${at}.${name}`)
  })
  const extra = Object.keys(actual)
    .filter((name) => !others && !Object.hasOwn(expected, name))
    .map((name) => `${at}.${name} was not expected: ${JSON.stringify(actual[name])}`)
  return [...missing, ...extra]
}

function isA(type: string, value: unknown): boolean {
  if (type === 'value') return true
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return isFields(value)
  return typeof value === type
}

function differs(at: string, expected: unknown, actual: unknown): string {
  return `${at}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
}
