import { expect, test } from 'vitest'
import { liveApp, refusal } from './live-app.ts'

const CREDENTIALS = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's' }

test('a cluster names the hosts of the service', () => {
  expect(liveApp({ ...CREDENTIALS, PUSHER_CLUSTER: 'eu' })).toMatchObject({
    credentials: { appId: '1', key: 'k', secret: 's' },
    socketUrl: 'wss://ws-eu.pusher.com',
    apiUrl: 'https://api-eu.pusher.com',
  })
})

test('a host of its own needs no cluster', () => {
  const host = { PUSHER_HOST: 'localhost', PUSHER_PORT: '6001', PUSHER_SCHEME: 'http' }
  expect(liveApp({ ...CREDENTIALS, ...host })).toMatchObject({
    socketUrl: 'ws://localhost:6001',
    apiUrl: 'http://localhost:6001',
  })
})

test.each([
  [{}, /set PUSHER_CLUSTER\. They are in the dashboard/],
  [{ PUSHER_CLUSTER: 'eu', PUSHER_SCHEME: 'ws' }, /PUSHER_SCHEME must be http or https, got "ws"/],
  [{ PUSHER_CLUSTER: 'eu', PUSHER_FEATURES: 'presence' }, /PUSHER_FEATURES has clientEvents, /],
])('%o is refused with a sentence', (environment, message) => {
  expect(() => liveApp({ ...CREDENTIALS, ...environment })).toThrow(message)
})

test('what the dashboard has off is the cause of a skip', () => {
  const app = liveApp({ ...CREDENTIALS, PUSHER_CLUSTER: 'eu', PUSHER_FEATURES: 'watchlist' })
  expect(refusal(app, { watchlist: true })).toBeUndefined()
  expect(refusal(app, { clientEvents: true })).toMatch(/^needs an app with clientEvents/)
})
