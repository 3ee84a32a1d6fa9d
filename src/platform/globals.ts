/**
 * What the ES modules have in place of globals that Node and browsers have and a test environment may lack:
 * jsdom under Jest has none of them. Those of Node's main context then stand in.
 *
 * @module
 */
type Globals = typeof globalThis

const own: Partial<Globals> = globalThis
const isComplete = own.TextEncoder && own.Request && own.MessageChannel
const main: Globals = isComplete
  ? globalThis
  : (own.process?.getBuiltinModule?.('node:vm')?.runInThisContext('globalThis') ?? globalThis)

export const TextEncoder: Globals['TextEncoder'] = own.TextEncoder ?? main.TextEncoder
export const TextDecoder: Globals['TextDecoder'] = own.TextDecoder ?? main.TextDecoder
export const Request: Globals['Request'] = own.Request ?? main.Request
export const Response: Globals['Response'] = own.Response ?? main.Response
export const setImmediate: Globals['setImmediate'] = own.setImmediate ?? main.setImmediate
