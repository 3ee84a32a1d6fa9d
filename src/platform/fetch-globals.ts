/**
 * As `globals.ts`, those that Node loads its `fetch` for as soon as they are read: in a module of their own, so that
 * whoever answers no request does not wait for it.
 *
 * @module
 */
import { mainGlobals } from './main-globals.ts'

type Globals = typeof globalThis

const own: Partial<Globals> = globalThis

export const Request: Globals['Request'] = own.Request ?? mainGlobals().Request
export const Response: Globals['Response'] = own.Response ?? mainGlobals().Response
