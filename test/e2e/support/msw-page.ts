/** What msw-worker.e2e.ts has in its page, as the global `bundle`. */
export { HttpResponse, http, ws } from 'msw'
export { setupWorker } from 'msw/browser'
export { default as Pusher } from 'pusher-js'
export { createPusherFake } from 'pusher-js-fake'
export { installPusherFake } from 'pusher-js-fake/browser'
export { pusherHandlers, pusherSockets, toPusher } from 'pusher-js-fake/msw'

import type Pusher from 'pusher-js'

/** Nothing may go unhandled, under the name of MSW 3 and under that of MSW 2. */
export const STRICT = { onUnhandledFrame: 'error', onUnhandledRequest: 'error' } as const

/** The first message of a plain socket. */
export function firstMessage(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    new WebSocket(url).onmessage = ({ data }) => resolve(data)
  })
}

/** The first event of that name on a channel. */
export function nextEvent(pusher: Pusher, channel: string, event: string): Promise<unknown> {
  return new Promise((resolve) => pusher.subscribe(channel).bind(event, resolve))
}
