import fc from 'fast-check'
import type { PusherFake } from '../../src/index.ts'
import { hmacSha256Hex } from '../../src/protocol/signatures.ts'
import { RawClient } from '../support/raw-client.ts'
import { Scene } from './bystander.ts'
import { json, mutated, objectOf, text } from './garbage.ts'
import { type Target, target } from './target.ts'

/** What a hostile client sends; what is signed is signed rightly, so that it is read further. */
type Hostile =
  | { readonly raw: unknown }
  | { readonly subscribe: string; readonly channelData: string }
  | { readonly userData: string }

const channel = text
const event = fc.oneof(
  text,
  fc.constantFrom(
    'pusher:subscribe',
    'pusher:unsubscribe',
    'pusher:signin',
    'pusher:ping',
    'pusher:pong',
    'client-typing',
    'client-toString',
  ),
)
const quoted = (source: fc.Arbitrary<string>) => source.map((value) => JSON.stringify(value))

const valid = fc.oneof(
  fc
    .tuple(event, channel, json)
    .map(
      ([name, on, data]) =>
        `{"event":${JSON.stringify(name)},"channel":${JSON.stringify(on)},"data":${data}}`,
    ),
  fc
    .tuple(
      fc.constantFrom('subscribe', 'unsubscribe', 'signin'),
      objectOf(fc.oneof(quoted(text), json)),
    )
    .map(([name, data]) => `{"event":"pusher:${name}","data":${data}}`),
  fc
    .tuple(event, objectOf(json))
    .map(([name, data]) => JSON.stringify({ event: name, channel: 'presence-room', data })),
)

const frame: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 6, arbitrary: mutated(valid).map((raw) => ({ raw })) },
  { weight: 2, arbitrary: fc.oneof(json, objectOf(json), text).map((raw) => ({ raw })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<unknown>(null, undefined, 1, new Uint8Array([0, 255]), new ArrayBuffer(3), {})
      .map((raw) => ({ raw })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      subscribe: fc.constantFrom('presence-room', 'presence-__proto__', 'presence-cache-room'),
      channelData: mutated(
        fc
          .tuple(fc.oneof(quoted(text), json), json)
          .map(([id, info]) => `{"user_id":${id},"user_info":${info}}`),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      userData: mutated(
        fc
          .tuple(quoted(text), json, json)
          .map(([id, info, list]) => `{"id":${id},"user_info":${info},"watchlist":[${list}]}`),
      ),
    }),
  },
)

/** Frames of a client. */
export const clientFrames: Target = target(
  'client frames',
  100_000,
  frame,
  (frames, count) => {
    const scene = new Scene()
    const { fake } = scene
    let hostile = new RawClient(fake)
    for (const sent of frames) {
      const before = hostile.frames.length
      send(fake, hostile, sent)
      count(answerOf(hostile, before))
      if (hostile.closes.length > 0) {
        hostile = new RawClient(fake)
        hostile.subscribe('presence-room', { id: 'constructor', info: {} })
      }
    }
    scene.close()
  },
  100,
)

function send(fake: PusherFake, client: RawClient, sent: Hostile): void {
  if ('raw' in sent) {
    client.sendRaw(sent.raw)
    return
  }
  if ('userData' in sent) {
    const auth = `${fake.key}:${userSignature(fake, client.socketId, sent.userData)}`
    client.send({ event: 'pusher:signin', data: { auth, user_data: sent.userData } })
    return
  }
  const { subscribe: name, channelData } = sent
  const signed = hmacSha256Hex(fake.secret, `${client.socketId}:${name}:${channelData}`)
  const data = { channel: name, auth: `${fake.key}:${signed}`, channel_data: channelData }
  client.unsubscribe(name)
  client.send({ event: 'pusher:subscribe', data })
}

function userSignature(fake: PusherFake, socketId: string, userData: string): string {
  return hmacSha256Hex(fake.secret, `${socketId}::user::${userData}`)
}

function answerOf(client: RawClient, before: number): string {
  const [answer] = client.frames.slice(before).reverse()
  return answer === undefined
    ? 'no answer'
    : answer.event.startsWith('pusher')
      ? answer.event
      : 'an event'
}
