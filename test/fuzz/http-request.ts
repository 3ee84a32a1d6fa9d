import fc from 'fast-check'
import { json, mutated, name, objectOf, text } from './garbage.ts'

/** A request as far as it may be wrong; not every one can be made. */
export interface Hostile {
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | Uint8Array | undefined
}

const method: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('GET', 'POST', 'POST', 'DELETE') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('PUT', 'HEAD', 'OPTIONS', 'PATCH', 'constructor', '__proto__'),
  },
)

const query: fc.Arbitrary<readonly (readonly [string, string])[]> = fc.array(
  fc.tuple(fc.oneof(name, text), text),
  { maxLength: 4 },
)

const body: fc.Arbitrary<Hostile['body']> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: mutated(objectOf(json)) },
  { weight: 2, arbitrary: json },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
)

/**
 * Requests to these paths and near them.
 *
 * @param paths each may begin with the method that belongs there; `*` stands for any segment
 * @param bodies that the paths expect, mixed with those that nobody expects
 */
export function requests(
  paths: readonly string[],
  bodies: fc.Arbitrary<string>,
): fc.Arbitrary<Hostile> {
  const segment = fc.oneof(text, name).map(encode)
  const path = fc.oneof(
    {
      weight: 20,
      arbitrary: fc
        .tuple(fc.constantFrom(...paths), segment)
        .map(([known, filled]) => known.replaceAll('*', filled)),
    },
    { weight: 2, arbitrary: mutated(fc.constantFrom(...paths)) },
    { weight: 1, arbitrary: fc.array(segment, { maxLength: 6 }).map((all) => `/${all.join('/')}`) },
  )
  const hostile = fc.record({
    method,
    path,
    query,
    headers: fc.array(fc.tuple(header, fc.oneof(text, fc.constant('Bearer a-token'))), {
      maxLength: 2,
    }),
    body: fc.oneof(body, mutated(bodies)),
    keepsMethod: fc.integer({ min: 1, max: 5 }).map((chance) => chance > 1),
  })
  return hostile.map(({ keepsMethod, ...request }) => {
    const [, known, at] = /^([A-Z]+) (.*)$/.exec(request.path) ?? []
    if (known === undefined || at === undefined) return request
    return { ...request, path: at, method: keepsMethod ? known : request.method }
  })
}

const header = fc.constantFrom(
  'authorization',
  'origin',
  'content-type',
  'x-forwarded-for',
  'access-control-request-headers',
)

/** @returns undefined when the platform itself makes no such request */
export function makeRequest(origin: string, hostile: Hostile): Request | undefined {
  const search = hostile.query.map((pair) => pair.map(encode).join('=')).join('&')
  const hasBody = hostile.method !== 'GET' && hostile.method !== 'HEAD'
  try {
    return new Request(`${origin}${hostile.path}${search && `?${search}`}`, {
      method: hostile.method,
      headers: hostile.headers.map(([key, value]): [string, string] => [key, value]),
      ...(hasBody && hostile.body !== undefined && { body: hostile.body as BodyInit }),
    })
  } catch {
    return undefined
  }
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed())
}
