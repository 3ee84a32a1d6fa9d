import type { JsonSchema } from '../../../src/standalone/control/schema.ts'

/** What is wrong with `value`, by the part of JSON Schema that the control API is described in. */
export function violations(schema: JsonSchema, value: unknown, at = '$'): string[] {
  const { type, anyOf, enum: choices, properties = {}, required = [], items } = schema
  if (anyOf !== undefined) {
    const each = anyOf.map((option) => violations(option, value, at))
    return each.some((found) => found.length === 0) ? [] : each.flat()
  }
  if (type !== undefined && !is(type, value)) return [`${at} is no ${type}`]
  if (choices !== undefined && !choices.some((choice) => choice === value)) {
    return [`${at} is none of ${choices}`]
  }
  if (typeof value === 'string' && value.length < (schema.minLength ?? 0)) return [`${at} is empty`]
  if (typeof value === 'number' && value < (schema.minimum ?? value)) return [`${at} is too small`]
  if (typeof value === 'number' && value > (schema.maximum ?? value)) return [`${at} is too big`]
  if (Array.isArray(value)) {
    return items === undefined
      ? []
      : value.flatMap((item, index) => violations(items, item, `${at}[${index}]`))
  }
  if (type !== 'object' || typeof value !== 'object' || value === null) return []
  const { additionalProperties = true } = schema
  return [
    ...required
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => `${at}.${name} missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const property = properties[name] ?? additionalProperties
      if (property === false) return [`${at}.${name} is not described`]
      return property === true ? [] : violations(property, item, `${at}.${name}`)
    }),
  ]
}

function is(type: NonNullable<JsonSchema['type']>, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
