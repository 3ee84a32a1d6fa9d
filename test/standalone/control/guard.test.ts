import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PusherApp } from '../../../src/app/pusher-app.ts'
import { AllowedHosts } from '../../../src/standalone/control/allowed-hosts.ts'
import { createControlHandler } from '../../../src/standalone/control/control-handler.ts'
import { ServedApps } from '../../../src/standalone/served-apps.ts'
import { ControlClient, TOKEN } from './control-client.ts'

let fake: PusherFake
let server: PusherServer
let client: ControlClient

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { control: { token: TOKEN } })
  client = new ControlClient(server.webUrl)
})
afterEach(async () => {
  await server.close()
  fake.close()
})

test('is not there unless asked for', async () => {
  for (const options of [{}, { control: false as const }]) {
    await using other = await startPusherServer(fake, options)
    const response = await fetch(`${other.webUrl}/control/v1/channels`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    expect(response.status).toBe(404)
  }
})

test.each([
  [undefined, /no token/],
  ['Bearer', /no token/],
  ['Basic YTpi', /no token/],
  ['Bearer a-toke', /wrong/],
  ['Bearer a-token2', /wrong/],
  ['Bearer A-TOKEN', /wrong/],
])('the authorization %j is answered 401', async (authorization, message) => {
  const headers = { ...(authorization !== undefined && { authorization }) }
  for (const path of ['/channels', '/openapi.json', '/nothing']) {
    const response = await fetch(`${server.webUrl}/control/v1${path}`, { headers })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toEqual({
      code: 'unauthorized',
      message: expect.stringMatching(message),
    })
  }
})

test.each(['localhost', 'localhost:3000', '127.0.0.1:1', '127.8.8.8', '[::1]:80', 'app.localhost'])(
  'the host %s is a name of this machine',
  async (host) => {
    expect((await client.call('GET', '/channels', undefined, { host })).status).toBe(200)
  },
)

test.each([
  'example.com',
  '127.0.0.1.example.com',
  'localhost.example.com',
  'notlocalhost',
  '192.168.0.1',
  '128.0.0.1',
])('the host %s, a name that may have been rebound, is answered 403', async (host) => {
  const answer = await client.call('GET', '/channels', undefined, { host })
  expect(answer.status).toBe(403)
  expect(answer.body).toMatchObject({ code: 'forbidden', message: expect.stringContaining('Host') })
})

test('a page of another origin is answered 403, even with the token, and in its preflight', async () => {
  for (const origin of ['http://example.com', 'null', 'http://127.0.0.1:1', 'http://localhost']) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await client.call(method, '/reset', undefined, { origin })
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
  }
  const own = await client.call('GET', '/channels', undefined, { origin: server.webUrl })
  expect(own.status).toBe(200)
})

test('another machine is answered 403, whatever it says', async () => {
  const { signal } = new AbortController()
  const handle = createControlHandler(new ServedApps([new PusherApp()]), {
    address: () => ({ tls: false, host: '127.0.0.1', port: 1, webHost: '127.0.0.1', webPort: 1 }),
    token: TOKEN,
    hosts: ['10.0.0.1'],
    closing: signal,
  })
  const request = (host: string) =>
    new Request(`http://${host}/control/v1/channels`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
  const statuses: [address: string, host: string, status: number | undefined][] = [
    ['127.0.0.1', 'localhost', 200],
    ['::1', 'localhost', 200],
    ['::ffff:127.0.0.1', 'localhost', 200],
    ['10.0.0.1', '10.0.0.1:6001', 200],
    ['10.0.0.2', '10.0.0.1:6001', 403],
    ['10.0.0.2', 'localhost', 403],
    ['', 'localhost', 403],
  ]
  for (const [address, host, status] of statuses) {
    const response = await handle(request(host), { address })
    expect([address, host, response?.status]).toEqual([address, host, status])
  }
  expect(await handle(new Request('http://localhost/control/v10'), { address: '' })).toBeUndefined()
})

const networks = { hosts: ['pusher', '172.18.0.0/16', 'fd00::/8', '10.1.2.3'] }

test.each<[address: string, host: string, status: number]>([
  ['127.0.0.1', 'localhost', 200],
  ['127.0.0.1', 'pusher:6001', 200],
  ['172.18.0.3', 'pusher:6001', 200],
  ['192.168.0.9', 'PUSHER', 200],
  ['172.18.0.3', '172.18.0.2:6001', 200],
  ['::ffff:172.18.0.3', '172.18.0.2', 200],
  ['10.1.2.3', '[fd00::2]:6001', 200],
  ['fd00::3', 'localhost', 200],
  ['172.18.0.3', 'evil.test', 403],
  ['172.19.0.3', '172.18.0.2', 403],
  ['172.19.0.3', 'localhost', 403],
  ['127.0.0.1', 'evil.test', 403],
  ['', 'localhost', 403],
])('with --control-host %s at the Host %s is answered %i', async (address, host, status) => {
  const { signal } = new AbortController()
  const handle = createControlHandler(new ServedApps([new PusherApp()]), {
    token: TOKEN,
    hosts: ['0.0.0.0'],
    allowed: new AllowedHosts(networks.hosts),
    closing: signal,
    address: () => ({ tls: false, host: 'a', port: 1, webHost: 'a', webPort: 1 }),
  })
  const ask = (headers: Record<string, string>) =>
    handle(new Request(`http://${host}/control/v1/channels`, { headers }), { address })
  expect((await ask({ authorization: `Bearer ${TOKEN}` }))?.status).toBe(status)
  expect((await ask({}))?.status).toBe(status === 200 ? 401 : 403)
  const foreign = { authorization: `Bearer ${TOKEN}`, origin: 'http://evil.test' }
  expect((await ask(foreign))?.status).toBe(403)
})

test('a client is known by the name that leads to it, and * is everybody', async () => {
  expect(await new AllowedHosts(['localhost']).reaches('127.0.0.1')).toBe(true)
  expect(await new AllowedHosts(['localhost']).reaches('192.0.2.1')).toBe(false)
  expect(await new AllowedHosts(['*']).reaches('192.0.2.1')).toBe(true)
  expect(new AllowedHosts(['*']).names('anything')).toBe(true)
})

test.each(['a b', 'http://pusher', '10.0.0.0/33', 'a/b', '', 'pusher:6001'])(
  '%j is no host that may speak',
  async (name) => {
    const control = { token: TOKEN, hosts: [name] }
    await expect(startPusherServer(fake, { control })).rejects.toThrow(/"control.hosts" must name/)
  },
)

test.each([
  [{ token: '' }, /"control.token" must be/],
  [{ token: 'two words' }, /"control.token" must be/],
  [{ token: 'a', tokn: 1 }, /Unknown option "control.tokn", write "control.token"/],
])('%j is refused', async (control, message) => {
  await expect(startPusherServer(fake, { control })).rejects.toThrow(message)
})
