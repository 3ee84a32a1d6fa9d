import fc from 'fast-check'

/** Names that mean something to JavaScript, to JSON or to Pusher. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  'event',
  'channel',
  'data',
  'auth',
  'channel_data',
  'user_data',
  'user_id',
  'user_info',
  'id',
  'watchlist',
  'name',
  'channels',
  'socket_id',
  'batch',
  'info',
]

const TEXTS = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\udc00\ud800',
  '\u202e',
  '\u2028',
  '</script><img src=x onerror=alert(1)>',
  '%E0%A4%A',
  '%00',
  '../../etc/passwd',
  'room',
  'presence-room',
  'presence-__proto__',
  'private-room',
  'private-encrypted-room',
  'cache-room',
  '#server-to-user-',
  '#server-to-user-ada',
  'client-typing',
  'pusher:subscribe',
  'pusher:error',
  'pusher_internal:subscription_succeeded',
  '1.1',
  'app-key:',
  ':::',
]

/** A piece of JSON that JSON.stringify could not write. */
const LITERALS = [
  '1e400',
  '-1e400',
  '9'.repeat(400),
  '-0',
  '1e-400',
  'true',
  'null',
  'NaN',
  'Infinity',
  '01',
  '"\\ud800"',
  '"\\u0000"',
  '"\\x"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":null,"valueOf":1,"then":"x"}',
]

const nesting: fc.Arbitrary<string> = fc
  .record({
    depth: fc.constantFrom(10, 99, 101, 1_000, 5_000, 20_000),
    pair: fc.constantFrom<readonly [string, string, string]>(
      ['[', '1', ']'],
      ['{"a":', '1', '}'],
      ['[{"data":', '""', '}]'],
      ['[', '', ''],
    ),
  })
  .map(({ depth, pair: [open, core, close] }) => open.repeat(depth) + core + close.repeat(depth))

export const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
)

/** Text that somebody has to read as a name, a number, a URL. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 20, arbitrary: name },
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', '-', '9', 'é', '%', '/', '"', 'presence-'), fc.nat(20_000))
      .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length))),
  },
)

/** JSON text, mostly valid, with keys that come twice, numbers without a value and depth without an end. */
export const json: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 25, arbitrary: text.map((value) => JSON.stringify(value)) },
    { weight: 15, arbitrary: fc.constantFrom(...LITERALS) },
    { weight: 4, arbitrary: fc.double().map(String) },
    { weight: 1, arbitrary: nesting },
    { weight: 15, arbitrary: objectOf(tie('value')) },
    {
      weight: 5,
      arbitrary: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
    },
    {
      weight: 5,
      arbitrary: tie('value').map((value) => JSON.stringify(value)),
    },
  ),
})).value

/** An object as text, so that a key may come twice. */
export function objectOf(
  value: fc.Arbitrary<string>,
  key: fc.Arbitrary<string> = name,
): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(key, value), { maxLength: 5 })
    .map((entries) => `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join()}}`)
}

type Mutation = (text: string) => string

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.constant<Mutation>((whole) => whole),
  fc.nat().map((at) => (whole: string) => whole.slice(0, at % (whole.length + 1))),
  fc.tuple(fc.nat(), fc.nat(9)).map(([at, length]) => (whole: string) => {
    const start = at % (whole.length + 1)
    return whole.slice(0, start) + whole.slice(start + length)
  }),
  fc
    .tuple(fc.nat(), fc.constantFrom('"', '\\', '{', '}', '\0', '\ud800', ',', '/', '%'))
    .map(([at, inserted]) => (whole: string) => {
      const start = at % (whole.length + 1)
      return whole.slice(0, start) + inserted + whole.slice(start)
    }),
  fc.tuple(fc.nat(), fc.nat(30)).map(([at, length]) => (whole: string) => {
    const start = at % (whole.length + 1)
    return whole.slice(0, start + length) + whole.slice(start)
  }),
)

/** The text with a piece cut out, put in or doubled; often as it is. */
export function mutated(whole: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(whole, mutation).map(([value, mutate]) => mutate(value))
}

/** A value of JavaScript that JSON could not hold, or could. */
export const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  json.map((source) => {
    try {
      return JSON.parse(source)
    } catch {
      return source
    }
  }),
  fc.constantFrom<unknown>(
    undefined,
    null,
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    Symbol('symbol'),
    true,
    [],
    {},
    new Map(),
    new Date(Number.NaN),
    Object.create(null),
    () => 1,
    circular(),
    { toJSON: () => 1n },
  ),
)

function circular(): object {
  const loop: Record<string, unknown> = {}
  loop['loop'] = loop
  return loop
}
