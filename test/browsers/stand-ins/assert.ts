import { expect } from 'vitest'

/** The assertions of `node:assert/strict` that the cases use. */
const assert = {
  equal: (actual: unknown, expected: unknown, message?: string): void =>
    expect(actual, message).toBe(expected),
  notEqual: (actual: unknown, expected: unknown, message?: string): void =>
    expect(actual, message).not.toBe(expected),
  deepEqual: (actual: unknown, expected: unknown, message?: string): void =>
    expect(actual, message).toStrictEqual(expected),
  match: (text: string, pattern: RegExp, message?: string): void =>
    expect(text, message).toMatch(pattern),
  ok: (value: unknown, message?: string): void => expect(value, message).toBeTruthy(),
}

export default assert
