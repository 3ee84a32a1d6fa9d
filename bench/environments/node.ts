import { measurePart } from '../part.ts'
import { runInProcess } from '../workloads/in-process.ts'
import { nodePeers } from './node-peers.ts'

await measurePart((effort) => runInProcess(nodePeers, effort))
