import type { PusherFakeOptions } from 'pusher-js-fake'
import type { AppSettings } from '../vector.ts'

/** The options of a fake whose app has these settings. */
export function fakeOptions({ watchlist: _, ...settings }: AppSettings): PusherFakeOptions {
  return { logger: false, ...settings }
}
