import { report } from '../child.ts'
import { runInProcess } from '../workloads/in-process.ts'
import { nodePeers } from './node-peers.ts'

await report((effort) => runInProcess(nodePeers, effort))
