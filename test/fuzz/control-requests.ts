import assert from 'node:assert/strict'
import fc from 'fast-check'
import { PusherApp } from '../../src/app/pusher-app.ts'
import type { PusherFakeOptions } from '../../src/index.ts'
import { createControlHandler } from '../../src/standalone/control/control-handler.ts'
import { CONTROL_PREFIX } from '../../src/standalone/control/control-prefix.ts'
import { createEndpoints } from '../../src/standalone/control/endpoints.ts'
import { ServedApps } from '../../src/standalone/served-apps.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { json, name, objectOf, text } from './garbage.ts'
import { type Hostile, makeRequest, requests } from './http-request.ts'
import { type Target, target } from './target.ts'

const STATUSES: ReadonlySet<number> = new Set([200, 400, 401, 403, 404, 405, 408, 413])
const TOKEN = 'a-token'
const ORIGIN = 'http://localhost:6001'
const LONGEST_WAIT_MS = 120_000

const address = () => ({ tls: false, host: '127.0.0.1', port: 1, webHost: '127.0.0.1', webPort: 1 })
const quiet = (options: PusherFakeOptions) => new PusherApp({ ...options, logger: false })
const endpoints = createEndpoints(new ServedApps([new PusherApp()]), address, CONTROL_PREFIX)
const quoted = text.map((content) => JSON.stringify(content))
const likely = fc.constantFrom(
  '"presence-room"',
  '"room"',
  '"ada"',
  '1',
  '4100',
  '{"id":"ada"}',
  '0',
)
const content = fc.oneof({ weight: 3, arbitrary: likely }, quoted, json)

/** What an endpoint takes, as far as its description goes. */
const described: fc.Arbitrary<Hostile> = fc.constantFrom(...endpoints).chain((endpoint) => {
  const names = Object.keys(endpoint.body?.properties ?? {})
  const key = names.length === 0 ? name : fc.constantFrom(...names)
  const whole = fc
    .tuple(...names.map(() => content))
    .map((all) => `{${names.map((each, index) => `"${each}":${all[index]}`).join()}}`)
  return fc.record({
    method: fc.constant(endpoint.method),
    path: fc
      .tuple(fc.constantFrom('1', '2', '0', 'x'), fc.constantFrom('room', '%00', '__proto__'))
      .map(([id, channel]) =>
        `${CONTROL_PREFIX}${endpoint.path}`.replace('{id}', id).replace('{name}', channel),
      ),
    query: fc.array(
      fc.tuple(fc.oneof(fc.constantFrom('since', 'direction', 'event', 'app'), name), text),
      { maxLength: 1 },
    ),
    headers: fc.constant([]),
    body: fc.oneof(whole, objectOf(content, fc.oneof(key, key, key, name))),
  })
})

const input = fc.record({
  request: fc.oneof(
    { weight: 4, arbitrary: described },
    {
      weight: 1,
      arbitrary: requests(
        endpoints.map(({ path }) => `${CONTROL_PREFIX}${path.replace(/\{\w+\}/, '*')}`),
        json,
      ),
    },
  ),
  knowsToken: fc.oneof({ weight: 15, arbitrary: fc.constant(true) }, fc.constant(false)),
})

/** Requests to the control API, most of them with the token. */
export const controlRequests: Target = target(
  'control requests',
  8_000,
  input,
  async (given, count) => {
    const clock = new ManualClock()
    const app = new PusherApp({
      logger: false,
      clock,
      activityTimeoutSeconds: 1e9,
      frameLogSize: 50,
    })
    const { signal } = new AbortController()
    const handle = createControlHandler(new ServedApps([app], quiet), {
      token: TOKEN,
      hosts: [],
      closing: signal,
      address,
    })
    const ask = async (request: Request): Promise<Response | undefined> => {
      let isAnswered = false
      const answer = handle(request, { address: '127.0.0.1' }).finally(() => {
        isAnswered = true
      })
      while (!isAnswered) {
        await new Promise((resolve) => setImmediate(resolve))
        clock.advance(LONGEST_WAIT_MS)
      }
      return answer
    }
    const authorization = ['authorization', `Bearer ${TOKEN}`] as const
    for (const { request, knowsToken } of given) {
      const headers = [
        ...request.headers.filter(([header]) => header !== 'authorization' && header !== 'origin'),
        authorization,
      ]
      const made = makeRequest(ORIGIN, knowsToken ? { ...request, headers } : request)
      if (made === undefined) {
        count('no request')
        continue
      }
      const response = await ask(made)
      const { status = 404 } = response ?? {}
      assert.ok(STATUSES.has(status), `${status} ${await response?.clone().text()}`)
      await response?.json()
      count(String(status))
      // A peer waits in real time for a service that is silent.
      app.faults.restore()
    }
    const headers = [authorization]
    const reset = makeRequest(ORIGIN, {
      method: 'POST',
      path: `${CONTROL_PREFIX}/reset`,
      query: [],
      headers,
      body: '{}',
    })
    assert.equal((reset && (await ask(reset)))?.status, 200)
    assert.deepEqual([app.channels(), app.connections(), app.frames()], [[], [], []])
    app.close()
  },
)
