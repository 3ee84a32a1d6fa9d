import assert from 'node:assert/strict'
import fc from 'fast-check'
import { md5Hex } from '../../src/protocol/md5.ts'
import { hmacSha256Hex, restStringToSign } from '../../src/protocol/signatures.ts'
import { Scene } from './bystander.ts'
import { json, text } from './garbage.ts'
import { type Hostile, makeRequest, requests } from './http-request.ts'
import { type Target, target } from './target.ts'

/** What the REST API says that it answers. */
const STATUSES: ReadonlySet<number> = new Set([200, 400, 401, 403, 404, 405, 413])

const APP = '/apps/1000001'
const quoted = text.map((value) => JSON.stringify(value))
const event = fc
  .tuple(fc.oneof(quoted, json), fc.oneof(quoted, json), fc.oneof(quoted, json), json)
  .map(
    ([name, data, channel, other]) =>
      `{"name":${name},"data":${data},"channel":${channel},"socket_id":${other}}`,
  )
const bodies = fc.oneof(
  event,
  fc
    .tuple(quoted, quoted, fc.array(fc.oneof(quoted, json), { maxLength: 3 }), quoted)
    .map(
      ([name, data, channels, info]) =>
        `{"name":${name},"data":${data},"channels":[${channels.join()}],"info":${info}}`,
    ),
  fc.array(event, { maxLength: 12 }).map((events) => `{"batch":[${events.join()}]}`),
)

const PATHS = [
  `POST ${APP}/events`,
  `POST ${APP}/events`,
  `POST ${APP}/batch_events`,
  `GET ${APP}/channels`,
  `GET ${APP}/channels/*`,
  `GET ${APP}/channels/*/users`,
  `POST ${APP}/users/*/events`,
  `POST ${APP}/users/*/terminate_connections`,
  `${APP}/*`,
  '/apps/*/events',
]

type Signing = 'right' | 'none' | 'changed' | 'doubled'

const input = fc.record({
  request: requests(PATHS, bodies),
  signing: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Signing>('right') },
    { weight: 2, arbitrary: fc.constantFrom<Signing>('none', 'changed', 'doubled') },
  ),
})

/** Requests to the REST API, most of them signed rightly so that they are read further. */
export const restRequests: Target = target('REST requests', 10_000, input, async (given, count) => {
  const scene = new Scene()
  for (const { request, signing } of given) {
    const made = makeRequest('https://api-mt1.pusher.com', signed(request, signing))
    if (made === undefined) {
      count('no request')
      continue
    }
    const { status, body } = await scene.fake.fetch(made)
    assert.ok(STATUSES.has(status), `${status} is not documented`)
    await new Response(body).text()
    count(String(status))
  }
  scene.close()
})

function signed(hostile: Hostile, signing: Signing): Hostile {
  const unsigned = makeRequest('https://api-mt1.pusher.com', hostile)
  if (signing === 'none' || unsigned === undefined) return hostile
  const { searchParams, pathname } = new URL(unsigned.url)
  const body = typeof hostile.body === 'string' ? hostile.body.toWellFormed() : ''
  const hasBody = hostile.method !== 'GET' && hostile.method !== 'HEAD' && body !== ''
  const query: [string, string][] = [
    ...searchParams,
    ['auth_key', 'app-key'],
    ['auth_timestamp', String(Math.floor(Date.now() / 1_000))],
    ['auth_version', '1.0'],
    ...(hasBody ? [['body_md5', md5Hex(body)] satisfies [string, string]] : []),
    ...(signing === 'doubled' ? [['auth_key', 'other'] satisfies [string, string]] : []),
  ]
  const signature = hmacSha256Hex('app-secret', restStringToSign(hostile.method, pathname, query))
  const sent = signing === 'changed' ? `${signature.slice(1)}0` : signature
  return { ...hostile, query: [...query, ['auth_signature', sent]] }
}
