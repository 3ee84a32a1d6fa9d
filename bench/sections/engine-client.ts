import type { Link, PusherFake } from 'pusher-js-fake'

/** A client as the engine alone sees it: a link that takes frames and does nothing. @returns ends it */
export function subscribeToEngine(fake: PusherFake, channel: string): () => void {
  const link: Link = { open() {}, send() {}, close() {}, drop() {} }
  const input = fake.accept(link, {
    url: 'wss://ws-mt1.pusher.com/app/app-key',
    secure: true,
    key: 'app-key',
    protocol: '7',
  })
  input.receive(`{"event":"pusher:subscribe","data":{"channel":"${channel}"}}`)
  return () => input.closed(1000, '')
}
