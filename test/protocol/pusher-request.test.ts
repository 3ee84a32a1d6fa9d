import { expect, test } from 'vitest'
import { classifyRequest, PUSHER_REQUESTS } from '../../src/protocol/pusher-request.ts'

const LIVE = 'https://api-mt1.pusher.com'

test.each([
  ['wss://ws-eu.pusher.com/app/key?protocol=7', 'socket', true],
  ['ws://127.0.0.1:6001/prefix/app/key?protocol=7&client=js', 'socket', false],
  ['ws://127.0.0.1:6001/app/key', undefined, false],
  ['https://sockjs-eu.pusher.com/pusher/app/key/12/ab0/xhr_streaming?protocol=7', 'fallback', true],
  ['http://127.0.0.1:6001/pusher/app/key/12/ab0/xhr?protocol=7', 'fallback', false],
  ['http://127.0.0.1:6001/pusher/app/key/12/ab0/xhr_send?t=1', 'fallback', false],
  [`${LIVE}/apps/1/events`, 'rest', true],
  [`${LIVE}/prefix/apps/1/channels/presence-room/users`, 'rest', true],
  [`${LIVE}/apps/1/users/ada/terminate_connections`, 'rest', true],
  [`${LIVE}/apps/1/batch_events/`, 'rest', true],
  ['http://127.0.0.1:6001/apps/1/events?auth_key=key', 'rest', false],
  ['http://127.0.0.1:6001/apps/1/events', undefined, false],
  [`${LIVE}/apps/1/eventsource`, 'unknown', true],
  [`${LIVE}/apps/1`, 'unknown', true],
  [`${LIVE}/apps//events`, 'unknown', true],
  [`${LIVE}/app/1/events`, 'unknown', true],
  [`${LIVE}/apps/events`, 'unknown', true],
  ['https://stats.pusher.com/timeline/v2/xhr/2?session=1', 'stats', true],
  ['https://stats.pusher.com/timeline/v2/jsonp/1?session=1', 'stats', true],
  ['https://js.pusher.com/8.6/pusher.min.js', 'script', true],
  ['http://js.pusher.com/3.2/pusher.js', 'script', true],
  ['https://js.pusher.com/8.6.0/pusher-with-encryption.worker.min.js', 'script', true],
  ['https://cdnjs.cloudflare.com/ajax/libs/pusher/8.4.0/pusher.min.js', 'script', false],
  ['https://cdn.jsdelivr.net/npm/pusher-js@8/dist/web/pusher.min.js', 'script', false],
  ['https://unpkg.com/pusher-js', 'script', false],
  ['https://unpkg.com/pusher-js-auth@1/x.js', undefined, false],
  ['https://cdnjs.cloudflare.com/ajax/libs/pushy/8.4.0/pusher.min.js', undefined, false],
  ['http://js.pusher.com/8.6.0/sockjs.min.js', 'sockjs', true],
  ['https://sockjs-eu.pusher.com/pusher/app/key/info', 'sockjs', true],
  ['https://pusher.com/', 'unknown', true],
  ['https://notpusher.com/apps/1/events', undefined, false],
  ['/apps/1/events', undefined, false],
  ['', undefined, false],
])('%j is %j, live: %j', (url, kind, live) => {
  const request = classifyRequest(url)
  expect(request?.kind).toBe(kind)
  expect(request?.live ?? false).toBe(live)
  if (live && url.startsWith('http')) {
    expect(PUSHER_REQUESTS.some((pattern) => pattern.test(url))).toBe(true)
  }
})

test('a REST call names its app, and who signed it', () => {
  expect(classifyRequest(`${LIVE}/apps/12/events?auth_key=key`)).toMatchObject({
    appId: '12',
    key: 'key',
  })
  expect(classifyRequest(`${LIVE}/apps/12/events`)).not.toHaveProperty('key')
})
