import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { UserPolicy } from '../../src/index.ts'
import { Scene } from './bystander.ts'
import { json, text, value } from './garbage.ts'
import { makeRequest, requests } from './http-request.ts'
import { type Target, target } from './target.ts'

const STATUSES: ReadonlySet<number> = new Set([200, 204, 400, 403])

const form = fc
  .array(fc.tuple(fc.constantFrom('socket_id', 'channel_name', 'callback'), text), { maxLength: 4 })
  .map((pairs) => new URLSearchParams(pairs).toString())
const asJson = fc
  .tuple(json, json)
  .map(([socketId, channel]) => `{"socket_id":${socketId},"channel_name":${channel}}`)
const right = fc
  .constantFrom('private-room', 'presence-room', 'private-encrypted-room', 'presence-__proto__')
  .map((channel) => `socket_id=1.1&channel_name=${channel}`)

const input = fc.record({
  request: requests(['/pusher/auth', '/pusher/user-auth'], fc.oneof(form, asJson, right)),
  // An app's own policy may give anything, were it of a language without types.
  user: fc.oneof(
    fc.constant({ id: 'ada' }),
    fc.constant({ id: '__proto__', info: { constructor: 1 } }),
    value,
  ),
})

/** Requests to the authorization and authentication endpoints. */
export const authRequests: Target = target('auth requests', 8_000, input, async (given, count) => {
  const scene = new Scene()
  for (const { request, user } of given) {
    const made = makeRequest('http://app.test', request)
    if (made === undefined) {
      count('no request')
      continue
    }
    const policy = (() => user) as UserPolicy
    const response = await scene.fake.authEndpoints({ user: policy }).handle(made)
    if (response !== undefined) {
      assert.ok(STATUSES.has(response.status), `${response.status} is not documented`)
      await response.text()
    }
    count(String(response?.status ?? 'not ours'))
  }
  scene.close()
})
