import fc from 'fast-check'
import { createPusherFake } from '../../src/index.ts'
import { readRecording, replay } from '../../src/recording.ts'
import { text, value } from './garbage.ts'
import { withKeys } from './options.ts'
import { ownError } from './own-errors.ts'
import { type Target, target } from './target.ts'

const channel = fc.constantFrom('orders', 'presence-a', 'cache-a', 'private-a', '__proto__', '')
const event = fc.constantFrom(
  'pusher_internal:subscription_succeeded',
  'pusher_internal:member_added',
  'pusher_internal:member_removed',
  'pusher:cache_miss',
  'client-typing',
  'created',
  '__proto__',
)
const data = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '{"presence":{"ids":["bob",7,null],"hash":{"bob":{}}}}',
    '{"presence":{"hash":{"__proto__":1}}}',
    '{"user_id":"bob","user_info":{}}',
    '{"user_id":["bob"]}',
  ),
)
const frame = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.record({ event, channel, data }).map((each) => JSON.stringify(each)),
  },
  text,
)
const message = fc.record({
  type: fc.constantFrom('send', 'receive'),
  time: fc.oneof(fc.constantFrom(-1, 1_795_706_811.5, 1_795_706_811_500), value),
  data: fc.oneof({ weight: 90, arbitrary: frame }, value),
})
const entry = fc.record({
  request: fc.record({
    url: fc.constantFrom(
      'wss://ws-mt1.pusher.com/app/app-key?protocol=7',
      'wss://sockjs.pusher.com/app/k/1/a/xhr?protocol=7',
      'x',
    ),
  }),
  _webSocketMessages: fc.oneof(
    { weight: 9, arbitrary: fc.array(message, { maxLength: 8 }) },
    value,
  ),
})
const har = fc.oneof(
  { weight: 9, arbitrary: fc.record({ log: fc.record({ entries: fc.array(entry) }) }) },
  withKeys(['channels', 'events', 'encrypted', 'log']),
  value,
)

/** HARs, which are then replayed to a client. */
export const recordings: Target = target('recordings', 5_000, har, (given, count) => {
  for (const each of given) {
    const fake = createPusherFake({ logger: false })
    try {
      const recording = readRecording(each as object)
      const replaying = replay(fake, recording, { speed: Number.POSITIVE_INFINITY })
      const peer = fake.connect()
      for (const { name } of recording.channels) {
        peer.subscribe(name, { id: 'ada' }).catch(() => {})
      }
      replaying.dispose()
      count('accepted')
    } catch (error) {
      count(ownError(error))
    } finally {
      fake.close()
    }
  }
})
