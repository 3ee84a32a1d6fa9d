import { describe, expect, test } from 'vitest'
import { parseClientFrame } from '../../src/protocol/client-frame.ts'

function parse(frame: unknown) {
  return parseClientFrame(JSON.stringify(frame))
}

describe('frames that a client sends', () => {
  test('subscribe, with an empty auth left out', () => {
    const parsed = parse({ event: 'pusher:subscribe', data: { auth: '', channel: 'orders' } })
    expect(parsed).toEqual({
      ok: true,
      frame: { event: 'pusher:subscribe', data: { channel: 'orders' } },
      envelope: {
        event: 'pusher:subscribe',
        channel: 'orders',
        data: { auth: '', channel: 'orders' },
      },
    })
  })

  test('subscribe with auth and channel_data', () => {
    const data = { channel: 'presence-a', auth: 'k:s', channel_data: '{"user_id":"1"}' }
    expect(parse({ event: 'pusher:subscribe', data })).toMatchObject({
      ok: true,
      frame: { event: 'pusher:subscribe', data },
    })
  })

  test('data that is encoded twice', () => {
    const data = JSON.stringify({ channel: 'orders' })
    expect(parse({ event: 'pusher:subscribe', data })).toMatchObject({
      ok: true,
      frame: { event: 'pusher:subscribe', data: { channel: 'orders' } },
    })
  })

  test.each([
    { event: 'pusher:ping' },
    { event: 'pusher:pong' },
    { event: 'pusher:unsubscribe', data: { channel: 'orders' } },
    { event: 'pusher:signin', data: { auth: 'k:s', user_data: '{}' } },
    { event: 'client-typing', channel: 'private-a', data: { a: 1 } },
    { event: 'client-typing', channel: 'private-a', data: '{"a":1}' },
    { event: 'client-typing', channel: 'private-a', data: null },
  ])('%j is taken as it is', (frame) => {
    expect(parse(frame)).toMatchObject({ ok: true, frame })
  })
})

describe('hostile input', () => {
  test.each(['', '{', 'undefined', '{"event":"pusher:ping"} x', "{'event':1}"])(
    '%j is not JSON',
    (raw) => {
      expect(parseClientFrame(raw)).toEqual({
        ok: false,
        message: 'Received invalid JSON',
        envelope: {},
      })
    },
  )

  test.each(['[]', '[{"event":"pusher:ping"}]', 'null', '1', '"pusher:ping"', '{}', '{"event":1}'])(
    '%s is no frame',
    (raw) => {
      expect(parseClientFrame(raw)).toEqual({
        ok: false,
        message: 'Invalid message: expected an object with an event',
        envelope: {},
      })
    },
  )

  test.each([new Uint8Array([1]), new ArrayBuffer(1), undefined, null, { event: 'pusher:ping' }])(
    'binary %o is not supported',
    (raw) => {
      expect(parseClientFrame(raw)).toEqual({
        ok: false,
        message: 'Binary frames are not supported',
        envelope: {},
      })
    },
  )

  const broken: readonly [frame: object, message: string][] = [
    [{ event: 'pusher:subscribe' }, 'Missing parameter: data.channel'],
    [{ event: 'pusher:subscribe', data: [] }, 'Missing parameter: data.channel'],
    [{ event: 'pusher:subscribe', data: 'orders' }, 'Missing parameter: data.channel'],
    [{ event: 'pusher:subscribe', data: { channel: 1 } }, 'Missing parameter: data.channel'],
    [
      { event: 'pusher:subscribe', data: { channel: 'a', auth: 1 } },
      'Invalid parameter: data.auth',
    ],
    [
      { event: 'pusher:subscribe', data: { channel: 'a', channel_data: {} } },
      'Invalid parameter: data.channel_data must be a string',
    ],
    [{ event: 'pusher:unsubscribe' }, 'Missing parameter: data.channel'],
    [{ event: 'pusher:signin' }, 'Missing parameter: data'],
    [{ event: 'pusher:signin', data: { user_data: '{}' } }, 'Missing parameter: data.auth'],
    [{ event: 'pusher:signin', data: { auth: 'k:s' } }, 'Missing parameter: data.user_data'],
    [{ event: 'client-a', data: {} }, 'Invalid client event (must contain channel and data)'],
    [
      { event: 'client-a', channel: 'private-a' },
      'Invalid client event (must contain channel and data)',
    ],
    [{ event: 'created' }, 'Unsupported event received on socket: created'],
    [{ event: 'xclient-a' }, 'Unsupported event received on socket: xclient-a'],
    [
      { event: 'pusher_internal:member_added' },
      'Unsupported event received on socket: pusher_internal:member_added',
    ],
    [{ event: '__proto__' }, 'Unsupported event received on socket: __proto__'],
  ]

  test.each(broken)('%j is answered %j', (frame, message) => {
    expect(parse(frame)).toMatchObject({ ok: false, message })
  })

  test('a broken frame keeps its name and channel for the log', () => {
    const parsed = parse({ event: 'created', channel: 'orders', data: 1 })
    expect(parsed.envelope).toEqual({ event: 'created', channel: 'orders', data: 1 })
  })

  test('__proto__ is a channel name as any other and pollutes nothing', () => {
    const raw = '{"event":"pusher:subscribe","data":{"channel":"__proto__","__proto__":{"auth":1}}}'
    expect(parseClientFrame(raw)).toMatchObject({
      ok: true,
      frame: { event: 'pusher:subscribe', data: { channel: '__proto__' } },
    })
    expect(Object.hasOwn(Object.prototype, 'auth')).toBe(false)
  })
})
