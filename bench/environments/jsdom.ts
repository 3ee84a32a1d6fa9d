import { JSDOM } from 'jsdom'
import { populateGlobal } from 'vitest/runtime'
import { measurePart } from '../part.ts'

// As Vitest's jsdom environment does it, before anything is loaded that looks at the globals.
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost:3000' })
populateGlobal(globalThis, window, { bindFunctions: true })

const { realmPeers } = await import('./node-peers.ts')
const { runInProcess } = await import('../workloads/in-process.ts')
await measurePart((effort) => runInProcess(realmPeers, effort))
