import { describe, expect, test } from 'vitest'
import { isPusherHost, parseConnectionUrl } from '../../src/protocol/connection-url.ts'

const query = 'protocol=7&client=js&version=8.6.0&flash=false'
const spoken = { key: 'app-key', protocol: '7', client: 'js', version: '8.6.0' }

describe('URLs that pusher-js dials', () => {
  test.each(['mt1', 'us2', 'us3', 'eu', 'ap1', 'ap2', 'ap3', 'ap4', 'sa1'])(
    'cluster %s',
    (cluster) => {
      const url = `wss://ws-${cluster}.pusher.com:443/app/app-key?${query}`
      expect(parseConnectionUrl(url)).toEqual({ url, secure: true, ...spoken })
    },
  )

  test('without TLS', () => {
    const url = `ws://ws-mt1.pusher.com:80/app/app-key?${query}`
    expect(parseConnectionUrl(url)).toEqual({ url, secure: false, ...spoken })
  })

  test.each([
    `wss://ws.pusherapp.com/app/app-key?${query}`,
    `ws://localhost:6001/app/app-key?${query}`,
    `wss://sockets.example.com/ws/v1/app/app-key?${query}`,
  ])('any host and prefix: %s', (url) => {
    expect(parseConnectionUrl(url)).toMatchObject(spoken)
  })

  test('an escaped key', () => {
    const url = `wss://ws-mt1.pusher.com/app/a%20b?${query}`
    expect(parseConnectionUrl(url)?.key).toBe('a b')
  })

  test('a key whose escape is broken stays as it is', () => {
    expect(parseConnectionUrl(`wss://ws-mt1.pusher.com/app/%E0%A4?${query}`)?.key).toBe('%E0%A4')
  })

  test.each(['/app', '/app/', '/', '/else'])('%s on a Pusher host has no key', (path) => {
    const url = `wss://ws-mt1.pusher.com${path}?${query}`
    const { key, ...rest } = spoken
    expect(key).toBe('app-key')
    expect(parseConnectionUrl(url)).toEqual({ url, secure: true, ...rest })
  })

  test('missing parameters are left out', () => {
    const url = 'wss://ws-mt1.pusher.com/app/app-key'
    expect(parseConnectionUrl(url)).toEqual({ url, secure: true, key: 'app-key' })
  })
})

test.each([
  '',
  'not a URL',
  '/app/app-key',
  'wss://example.com/socket',
  'wss://example.com/app/app-key',
  'wss://example.com/app/app-key/other?protocol=7&client=js',
  'wss://example.com/myapp/app-key?protocol=7&client=js',
  'wss://notpusher.com/socket?protocol=7&client=js',
])('%j is not of Pusher', (url) => {
  expect(parseConnectionUrl(url)).toBeUndefined()
})

test.each([
  ['ws-mt1.pusher.com', true],
  ['api.pusherapp.com', true],
  ['PUSHER.COM', true],
  ['notpusher.com', false],
  ['pusher.com.example.org', false],
  ['localhost', false],
])('%s is a host of Pusher: %j', (host, expected) => {
  expect(isPusherHost(host)).toBe(expected)
})
