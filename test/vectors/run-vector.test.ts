import { expect, test } from 'vitest'
import { ENGINE } from './hosts/engine.ts'
import { runVector } from './run-vector.ts'
import type { Step } from './vector.ts'

const CONNECT: Step = { do: 'connect', client: 'ada' }
const SUBSCRIBE: Step = { do: 'subscribe', client: 'ada', channel: 'room' }
const event = (data: string) => ({ event: 'news', channel: 'room', data })
const trigger = (data: string): Step => ({
  do: 'rest',
  method: 'POST',
  path: '/events',
  body: { name: 'news', channel: 'room', data },
  expect: { status: 200, body: '{}' },
})

async function outcome(...steps: Step[]): Promise<string> {
  const service = { ...(await ENGINE.start({ clientEvents: true })), patience: 10 }
  return runVector({ name: 'x', source: ['x'], basis: 'choice', steps }, service).then(
    () => 'passed',
    (error: Error) => error.message,
  )
}

// What a vector must not let pass: each names the step and what came.
test.each<[name: string, steps: Step[], message: RegExp]>([
  [
    'a frame that differs',
    [CONNECT, SUBSCRIBE, trigger('1'), expectFrames(event('2'))],
    /^Step 4 .*ada: the frame\.data: expected "2", got "1"$/,
  ],
  ['a frame that does not come', [CONNECT, expectFrames(event('1'))], /^Step 2 .*no frame came/],
  ['a frame too many', [CONNECT, SUBSCRIBE, trigger('1')], /^ada: heard what no step expected/],
  [
    'a frame where nothing is to be',
    [CONNECT, SUBSCRIBE, trigger('1'), { do: 'expectNothing', client: 'ada' }],
    /instead of nothing\.event: expected "pusher:pong", got "news"/,
  ],
  [
    'another close code',
    [
      { ...CONNECT, query: { protocol: '3' }, await: false },
      { do: 'expectClose', client: 'ada', code: 4001, mayPrecede: [{ $any: 'value' }] },
    ],
    /the close\.code: expected 4001, got 4007/,
  ],
  [
    'a frame before the close',
    [
      { ...CONNECT, query: { protocol: '3' }, await: false },
      { do: 'expectClose', client: 'ada', code: 4007 },
    ],
    /no frame may precede the close; got .*pusher:error/,
  ],
  [
    'no close',
    [CONNECT, { do: 'expectClose', client: 'ada', code: 4001 }],
    /not closed, expected 4001/,
  ],
  [
    'a refusal in place of the handshake',
    [{ ...CONNECT, path: '/app/no' }],
    /^Step 1 .*got .*pusher:error.*4001/,
  ],
  [
    'another response',
    [{ ...trigger('1'), expect: { status: 400, body: { $any: 'string' } } } as Step],
    /the response\.status: expected 400, got 200/,
  ],
  [
    'another webhook',
    [
      CONNECT,
      { ...SUBSCRIBE, channel: `room-\${run}` },
      { do: 'expectWebhooks', events: [{ name: 'channel_vacated', channel: `room-\${run}` }] },
    ],
    /expected "channel_vacated", got "channel_occupied"/,
  ],
  [
    'a client that no step has connected',
    [{ do: 'expectNothing', client: 'bob' }],
    /No step has connected bob/,
  ],
])('fails for %s', async (_, steps, message) => {
  expect(await outcome(...steps)).toMatch(message)
})

test('passes when all is as it says', async () => {
  expect(await outcome(CONNECT, SUBSCRIBE, trigger('1'), expectFrames(event('1')))).toBe('passed')
})

function expectFrames(...frames: unknown[]): Step {
  return { do: 'expect', client: 'ada', frames }
}
