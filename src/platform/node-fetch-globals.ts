/**
 * As `node-globals.ts`, those that Node loads its `fetch` for as soon as they are read.
 *
 * @module
 */
import { mainGlobals } from './main-globals.ts'

type Globals = typeof globalThis

const main: Globals = mainGlobals()

export const Headers: Globals['Headers'] = main.Headers
export const Request: Globals['Request'] = main.Request
export const Response: Globals['Response'] = main.Response
export const FormData: Globals['FormData'] = main.FormData
