import { ABNORMAL_CLOSURE } from '../../protocol/close-codes.ts'

/** A kind of option: what it may be, in words, as a check, and in JSON Schema. */
export interface OptionKind {
  /** Completes "must be …". */
  readonly expected: string
  /** A sentence that helps to choose. */
  readonly hint?: string
  readonly json: {
    readonly type?: 'string' | 'number' | 'integer' | 'boolean'
    readonly enum?: readonly string[]
    readonly minimum?: number
    readonly maximum?: number
  }
  check(value: unknown): boolean
}

/** What a timer takes. */
const MAX_MS = 2_147_483_647

export const MILLISECONDS: OptionKind = {
  expected: `0 ms or more, up to ${MAX_MS}`,
  json: { type: 'number', minimum: 0, maximum: MAX_MS },
  check: (value) => typeof value === 'number' && value >= 0 && value <= MAX_MS,
}

export const COUNT: OptionKind = {
  expected: '0 or more',
  json: { type: 'integer', minimum: 0 },
  check: (value) => Number.isInteger(value) && Number(value) >= 0,
}

export const ORDINAL: OptionKind = {
  expected: 'a whole number from 1',
  json: { type: 'integer', minimum: 1 },
  check: (value) => Number.isInteger(value) && Number(value) >= 1,
}

export const TEXT: OptionKind = {
  expected: 'a string',
  json: { type: 'string' },
  check: (value) => typeof value === 'string',
}

export const FLAG: OptionKind = {
  expected: 'true or false',
  json: { type: 'boolean' },
  check: (value) => typeof value === 'boolean',
}

export const DIRECTION: OptionKind = {
  expected: '"in", from the client, or "out", to the client',
  json: { type: 'string', enum: ['in', 'out'] },
  check: (value) => value === 'in' || value === 'out',
}

export const PROBABILITY: OptionKind = {
  expected: 'a number from 0 to 1',
  json: { type: 'number', minimum: 0, maximum: 1 },
  check: (value) => typeof value === 'number' && value >= 0 && value <= 1,
}

export const ANYTHING: OptionKind = { expected: 'JSON', json: {}, check: () => true }

/** What `Response` takes. */
export const STATUS: OptionKind = {
  expected: 'an integer from 200 to 599',
  json: { type: 'integer', minimum: 200, maximum: 599 },
  check: (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
}

/** Source: RFC 6455, 7.4, and the registry that it opens; 1004, 1005 and 1015 cannot be sent. */
export const CLOSE_CODE: OptionKind = {
  expected:
    '1006 (network lost), one of RFC 6455 that can be sent (1000 to 1003, 1007 to 1014) or between 3000 and 4999',
  hint: 'pusher-js dials again after 4200, and gives up after 4001.',
  json: { type: 'integer', minimum: 1000, maximum: 4999 },
  check(value) {
    if (!Number.isInteger(value)) return false
    const code = Number(value)
    const isStandard = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
    return isStandard || (code >= 3000 && code <= 4999) || code === ABNORMAL_CLOSURE
  },
}
