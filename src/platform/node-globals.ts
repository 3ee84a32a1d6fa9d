/**
 * What the CommonJS build has in place of globals: those of Node's main context. Jest runs a test in a
 * context of its own, whose environment may lack them (jsdom has no `TextEncoder`, `Request` or
 * `MessageChannel`) or may have put fake timers there before anything was loaded.
 *
 * @module
 */
import { mainGlobals } from './main-globals.ts'

type Globals = typeof globalThis

const main: Globals = mainGlobals()

export const TextEncoder: Globals['TextEncoder'] = main.TextEncoder
export const TextDecoder: Globals['TextDecoder'] = main.TextDecoder
export const Blob: Globals['Blob'] = main.Blob
export const URL: Globals['URL'] = main.URL
export const URLSearchParams: Globals['URLSearchParams'] = main.URLSearchParams
export const MessageChannel: Globals['MessageChannel'] = main.MessageChannel
export const AbortController: Globals['AbortController'] = main.AbortController
export const AbortSignal: Globals['AbortSignal'] = main.AbortSignal
export const atob: Globals['atob'] = main.atob
export const btoa: Globals['btoa'] = main.btoa
export const fetch: Globals['fetch'] = main.fetch
export const queueMicrotask: Globals['queueMicrotask'] = main.queueMicrotask
export const performance: Globals['performance'] = main.performance
export const setTimeout: Globals['setTimeout'] = main.setTimeout
export const clearTimeout: Globals['clearTimeout'] = main.clearTimeout
export const setImmediate: Globals['setImmediate'] = main.setImmediate
// biome-ignore lint/suspicious/noShadowRestrictedNames: the build gives it under the name of the global
export const Date: Globals['Date'] = main.Date
