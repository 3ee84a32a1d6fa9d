/**
 * The command `init`, in a file of its own: what starts the service does not read it.
 *
 * @module
 */
export { type InitHost, runInit } from './init/run-init.ts'
export { confirmOnTerminal, styleFor } from './init/terminal.ts'
