/**
 * The fake as a script for a page that has no bundler: a script tag, or what a tool injects before the page's
 * own scripts. It defines one global, `pusherJsFake`.
 *
 * @module
 */
import { installPusherFake } from './browser/install.ts'
import { PusherFakeError } from './errors/pusher-fake-error.ts'
import { createPusherFake } from './index.ts'

// By name, since tools run an injected script in a function of its own.
Object.assign(globalThis, {
  pusherJsFake: { PusherFakeError, createPusherFake, installPusherFake },
})
