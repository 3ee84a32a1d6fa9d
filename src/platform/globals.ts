/**
 * What the ES modules have in place of globals that Node and browsers have and a test environment may lack:
 * jsdom under Jest has none of them. Those of Node's main context then stand in.
 *
 * @module
 */
import { mainGlobals } from './main-globals.ts'

type Globals = typeof globalThis

const own: Partial<Globals> = globalThis

export const TextEncoder: Globals['TextEncoder'] = own.TextEncoder ?? mainGlobals().TextEncoder
export const TextDecoder: Globals['TextDecoder'] = own.TextDecoder ?? mainGlobals().TextDecoder
export const setImmediate: Globals['setImmediate'] = own.setImmediate ?? mainGlobals().setImmediate
