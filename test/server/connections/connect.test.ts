import { describe, expect, test } from 'vitest'
import { isSocketId } from '../../../src/protocol/server-frame.ts'
import { APP_URL, quietFake, RawClient } from '../../support/raw-client.ts'

describe('the handshake', () => {
  test('is the first frame, after the socket has opened', () => {
    const values = [0.000_001_233, 0.000_004_566]
    const fake = quietFake({ random: () => values.shift() ?? 0.5 })
    const client = new RawClient(fake)
    expect(client.heard).toEqual(['open', 'pusher:connection_established'])
    expect(client.frames).toEqual([
      {
        event: 'pusher:connection_established',
        data: '{"socket_id":"1234.4567","activity_timeout":120}',
      },
    ])
    expect(fake.connections()).toMatchObject([
      { socketId: '1234.4567', channels: [], url: APP_URL },
    ])
  })

  test('names the activity timeout of the options', () => {
    const client = new RawClient(quietFake({ activityTimeoutSeconds: 7 }))
    expect(client.frames[0]?.data).toBe(`{"socket_id":"${client.socketId}","activity_timeout":7}`)
  })

  test('socket ids are unique even when chance repeats itself', () => {
    const values = [0.1, 0.1, 0.1, 0.1, 0.2, 0.2]
    const fake = quietFake({ random: () => values.shift() ?? 0.9 })
    const ids = [new RawClient(fake).socketId, new RawClient(fake).socketId]
    expect(ids.every(isSocketId)).toBe(true)
    expect(ids).toEqual(['100000001.100000001', '200000001.200000001'])
  })

  test('a source of chance that always says the same hangs nobody', () => {
    const fake = quietFake({ random: () => 0.5 })
    const ids = Array.from({ length: 5 }, () => new RawClient(fake).socketId)
    expect(new Set(ids).size).toBe(5)
    expect(ids.every(isSocketId)).toBe(true)
  })

  test.each(['4', '5', '6'])('protocol %s is let in, and told no activity timeout', (protocol) => {
    const client = new RawClient(quietFake(), APP_URL.replace('protocol=7', `protocol=${protocol}`))
    expect(client.heard).toEqual(['open', 'pusher:connection_established'])
    expect(client.frames[0]?.data).toBe(`{"socket_id":"${client.socketId}"}`)
  })

  test('a wsHost with a path and no TLS is let in', () => {
    const url = 'ws://localhost:6001/prefix/app/app-key?protocol=7&client=js&version=8.6.0'
    expect(new RawClient(quietFake(), url).closes).toEqual([])
  })
})

describe('refusals', () => {
  const host = 'wss://ws-mt1.pusher.com'
  const query = 'client=js&version=8.6.0&protocol=7'
  const wrongKey = 'App key wrong not in this cluster. Did you forget to specify the cluster?'

  test.each([
    [4001, wrongKey, {}, `${host}/app/wrong?${query}`],
    [4003, 'Application disabled', { enabled: false }, APP_URL],
    [4005, 'Path not found', {}, `${host}/app?${query}`],
    [4006, 'Invalid version string format', {}, APP_URL.replace('8.6.0', 'latest')],
    [4007, 'Unsupported protocol version', {}, APP_URL.replace('protocol=7', 'protocol=8')],
    [4007, 'Unsupported protocol version', {}, APP_URL.replace('protocol=7', 'protocol=7x')],
    [4007, 'Unsupported protocol version', {}, APP_URL.replace('protocol=7', 'protocol=70')],
    [4008, 'No protocol version supplied', {}, `${host}/app/app-key?client=js&version=8.6.0`],
    [4004, 'Application is over connection quota', { limits: { connections: 0 } }, APP_URL],
    [
      4000,
      'Application only accepts SSL connections, reconnect using wss://',
      { tlsOnly: true },
      APP_URL.replace('wss:', 'ws:'),
    ],
  ])('%i %s', (code, reason, options, url) => {
    const fake = quietFake(options)
    const client = new RawClient(fake, url)
    expect(client.heard).toEqual(['open', 'pusher:error', `close ${code}`])
    expect(client.frames).toEqual([{ event: 'pusher:error', data: { code, message: reason } }])
    expect(client.closes).toEqual([{ code, reason }])
    expect(fake.connections()).toEqual([])
    expect(fake.problems()).toMatchObject([
      { code: code === 4001 ? 'unknown_app_key' : 'connection_refused' },
    ])
  })

  test.each([
    ['', 4005],
    ['undefined', 4001],
    ['null', 4001],
  ])('tell the author of the test that the key "%s" is none', (key, code) => {
    const fake = quietFake()
    new RawClient(fake, `${host}/app/${key}?${query}`)
    const [problem] = fake.problems()
    expect(problem?.message).toContain(`with ${code}: `)
    expect(problem?.message).toMatch(/made without a key\). Set the variable that holds it/)
    expect(problem?.message).not.toContain('Give the fake')
  })

  test('tell the author of the test which key the fake has', () => {
    const logged: string[] = []
    const fake = quietFake({ key: 'right', logger: (message) => logged.push(message) })
    new RawClient(fake)
    const problem = `Refused ${APP_URL} with 4001: App key app-key not in this cluster. Did you forget to specify the cluster? (this fake's key is "right"). Give the fake the app's key: { key: 'app-key' }`
    expect(fake.problems()[0]?.message).toBe(problem)
    expect(logged).toEqual([`[pusher-js-fake] unknown_app_key: ${problem}`])
  })

  test('TLS satisfies a TLS-only app', () => {
    expect(new RawClient(quietFake({ tlsOnly: true })).closes).toEqual([])
  })

  test('the quota counts live connections only', () => {
    const fake = quietFake({ limits: { connections: 1 } })
    const first = new RawClient(fake)
    expect(new RawClient(fake).heard).toEqual(['open', 'pusher:error', 'close 4004'])
    first.close()
    expect(new RawClient(fake).closes).toEqual([])
  })

  test.each([5, 6])('protocol %i hears of it in a pusher:error, too', (protocol) => {
    const client = new RawClient(
      quietFake({ enabled: false }),
      APP_URL.replace('protocol=7', `protocol=${protocol}`),
    )
    expect(client.heard).toEqual(['open', 'pusher:error', 'close 4003'])
    expect(client.frames).toEqual([
      { event: 'pusher:error', data: { code: 4003, message: 'Application disabled' } },
    ])
  })

  test('the end of a connection that was let in has the close alone, from protocol 6 on', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    fake.faults.disconnect({ code: 4200 })
    expect(client.heard).toEqual(['open', 'pusher:connection_established', 'close 4200'])
  })

  test('frames of a refused client are ignored', () => {
    const fake = quietFake({ enabled: false })
    const client = new RawClient(fake)
    client.send({ event: 'pusher:ping', data: {} })
    client.close()
    expect(client.frames.map(({ event }) => event)).toEqual(['pusher:error'])
    expect(fake.frames({ direction: 'in' })).toEqual([])
  })
})

describe('the end of a connection', () => {
  test('by the client frees its channels and is told once', () => {
    const fake = quietFake()
    const ends: unknown[] = []
    fake.on('disconnection', (event) => ends.push(event))
    const client = new RawClient(fake)
    client.subscribe('orders')
    client.close(1001, 'bye')
    client.close(1001, 'bye')
    expect(ends).toEqual([{ socketId: client.socketId, code: 1001, reason: 'bye' }])
    expect(fake.connections()).toEqual([])
    expect(fake.channels()).toEqual([])
  })

  test('nothing is sent to or heard from a client that has closed', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    client.close()
    client.send({ event: 'pusher:ping', data: {} })
    fake.trigger('orders', 'created', 1)
    expect(client.take()).toEqual([])
  })
})

describe('frames', () => {
  test('a ping is answered by a pong', () => {
    const client = new RawClient(quietFake())
    client.take()
    client.send({ event: 'pusher:ping', data: {} })
    expect(client.take()).toEqual([{ event: 'pusher:pong', data: '{}' }])
  })

  test('a pong is not answered', () => {
    const client = new RawClient(quietFake())
    client.take()
    client.send({ event: 'pusher:pong', data: {} })
    expect(client.take()).toEqual([])
  })

  test.each([
    ['{', 'Received invalid JSON'],
    ['[]', 'Invalid message: expected an object with an event'],
    ['{"event":"created"}', 'Unsupported event received on socket: created'],
    [new Uint8Array([1]), 'Binary frames are not supported'],
  ])('%o is answered by an error and the connection goes on', (raw, message) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.take()
    client.sendRaw(raw)
    expect(client.take()).toEqual([{ event: 'pusher:error', data: { code: null, message } }])
    expect(client.closes).toEqual([])
    expect(fake.problems()).toMatchObject([{ code: 'invalid_frame', socketId: client.socketId }])
    expect(fake.frames({ direction: 'in' })).toMatchObject([{ problem: message }])
  })
})

test('owns only the URL of its own key', () => {
  const fake = quietFake()
  expect(fake.owns({ url: '', secure: true, key: 'app-key' })).toBe(true)
  expect(fake.owns({ url: '', secure: true, key: 'other' })).toBe(false)
  expect(fake.owns({ url: '', secure: true })).toBe(false)
})
