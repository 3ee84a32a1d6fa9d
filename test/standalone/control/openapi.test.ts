import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonSchema } from '../../../src/standalone/control/schema.ts'
import { ControlClient, TOKEN } from './control-client.ts'
import { violations } from './json-schema.ts'

interface Content {
  readonly content: { readonly 'application/json': { readonly schema: JsonSchema } }
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly schema: JsonSchema
}

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content & { readonly required: boolean }
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>
}

interface Document {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: { readonly Error: JsonSchema }
    readonly responses: Readonly<Record<string, unknown>>
  }
}

const fake = createPusherFake({ logger: false })
const server = await startPusherServer(fake, { control: { token: TOKEN } })
const control = new ControlClient(server.webUrl)
const document = (await control.get('/openapi.json')).body as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [method.toUpperCase(), path, operation] as const,
  ),
)

afterAll(async () => {
  await server.close()
  fake.close()
})

const room = { channel: 'presence-room' }
const typing = { ...room, event: 'client-typing' }

/** What each operation that needs a body is called with. */
const BODIES: Readonly<Record<string, object>> = {
  trigger: { channels: ['orders', 'cache-a'], event: 'e', data: 1, info: ['cache'] },
  sendToUser: { userId: 'bob', event: 'e', data: 1 },
  terminateUserConnections: { userId: 'bob' },
  waitForConnection: { virtual: true },
  waitForSubscription: { ...room, userId: 'bob', virtual: true },
  waitForClientEvent: { ...typing, virtual: true },
  waitForWebhook: { name: 'client_event', event: 'client-typing' },
  latency: { ms: 1 },
  delay: { ms: 1 },
  jitter: { min: 1, max: 2 },
  failSubscription: { channel: 'private-a', status: 404, body: 'No' },
  failAuthentication: { status: 500, body: 'No' },
  failRest: { status: 500, body: 'No', times: 2 },
  refuseConnections: { code: 4100, message: 'Full' },
  disconnect: { code: 4200, reason: 'Over' },
  sendRaw: { frame: { event: 'raw' } },
  connectPeer: { user: { id: 'ada', info: { age: 3 }, watchlist: ['bob'] } },
  subscribePeer: { channel: 'presence-other', user: { id: 'eve', info: null } },
  unsubscribePeer: room,
  replay: { har: { channels: [], events: [], encrypted: [] }, speed: 2 },
  waitForReplay: { timeout: 5_000 },
  triggerPeer: { ...typing, data: { on: true } },
}

let ids: { peer: number; replay: number; fault: number; app: string }

beforeEach(async () => {
  await control.post('/reset')
  const peer = (await control.post('/peers', { user: { id: 'bob' } })).body as { id: number }
  await control.post(`/peers/${peer.id}/subscribe`, room)
  await control.post(`/peers/${peer.id}/subscribe`, { channel: 'cache-a' })
  await control.post(`/peers/${peer.id}/trigger`, { ...typing, data: { on: true } })
  await control.post('/trigger', { channels: 'cache-a', event: 'e', data: 'd' })
  fake.faults.sendRaw({ event: 'pusher:error' })
  const fault = (await control.post('/faults/failRest')).body as { id: number }
  const app = (await control.post('/apps')).body as { appId: string }
  const replay = (await control.post('/replays', BODIES['replay'])).body as { id: number }
  ids = { peer: peer.id, replay: replay.id, fault: fault.id, app: app.appId }
})

function urlOf(path: string): string {
  const [, kind] = path.split('/')
  const id = kind === 'peers' ? ids.peer : kind === 'replays' ? ids.replay : ids.fault
  return path
    .replace('{id}', String(id))
    .replace('{name}', 'presence-room')
    .replace('{appId}', ids.app)
}

function isContent(response: object | undefined): response is Content {
  return response !== undefined && 'content' in response
}

describe.each(operations)('%s %s', (method, path, operation) => {
  test('is called as it is described, and answers so', async () => {
    const { operationId, requestBody, responses } = operation
    const body = BODIES[operationId]
    if (body !== undefined) {
      const schema = requestBody?.content['application/json'].schema
      expect(violations(schema ?? {}, body)).toEqual([])
    }
    expect(requestBody?.required ?? false).toBe(
      (requestBody?.content['application/json'].schema.required ?? []).length > 0,
    )
    const answer = await control.call(method, urlOf(path), body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    const described = responses['200']
    if (!isContent(described)) throw new Error(`${operationId} does not describe its answer`)
    expect(violations(described.content['application/json'].schema, answer.body)).toEqual([])
  })

  test('refuses as it is described', async () => {
    const { parameters = [], requestBody, responses } = operation
    const attempts = [
      control.call(method, urlOf(path), undefined, { authorization: '' }),
      control.call(method, urlOf(path), undefined, { host: 'example.com' }),
      control.call(method, `${urlOf(path)}?unknown=1`),
      ...(requestBody === undefined ? [] : [control.call(method, urlOf(path), '[1]')]),
      ...(parameters.some(({ name }) => name === 'app')
        ? [control.call(method, `${urlOf(path)}?app=unknown`)]
        : path.includes('{appId}')
          ? [control.call(method, path)]
          : []),
    ]
    const answers = await Promise.all(attempts)
    expect(answers.map(({ status }) => status)).toEqual(
      [401, 403, 400, 400, 404].filter((status, index) =>
        index === 3 ? requestBody !== undefined : status in responses,
      ),
    )
    for (const { status, body } of answers) {
      expect(Object.keys(responses)).toContain(String(status))
      expect(violations(document.components.schemas.Error, body)).toEqual([])
    }
  })
})

test('the document is OpenAPI 3.1, with unique ids and no reference into nothing', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/control/v1' }] })
  const ids = operations.map(([, , { operationId }]) => operationId)
  expect(ids.length).toBeGreaterThan(30)
  expect(new Set(ids).size).toBe(ids.length)
  expect(Object.keys(BODIES).filter((id) => !ids.includes(id))).toEqual([])
  const references = JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)
  for (const [reference, kind, name] of references) {
    const components: Readonly<Record<string, object>> = document.components
    expect(Object.keys(components[kind ?? ''] ?? {}), reference).toContain(name)
  }
  for (const [, path, { parameters = [] }] of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const inPath = parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath).toEqual(named.map((name) => expect.objectContaining({ name, required: true })))
  }
})
