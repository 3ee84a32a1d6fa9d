import { readFileSync } from 'node:fs'
import Pusher from 'pusher'
import { report } from '../child.ts'
import { inTurn } from '../measure.ts'
import { type ServerPeer, serverPeers } from '../peers/server-processes.ts'
import { summarize, type WorkloadResult } from '../result.ts'
import { LoadClients } from './load-clients.ts'

// Servers in processes of their own, in turn, and many connections from this one that only listen, a reader
// that has stopped reading among them.

const TRIGGERS = 20
const SIZES = [500, 2_000]
/** Milliseconds of a tick of the processor's clock in `/proc`. */
const TICK_MS = 10

const WORK = {
  connect: ['connect and subscribe, each', 'ms'],
  processor: ["of it the server's processor time", 'ms'],
  trigger: ['a REST trigger until all have it', 'ms'],
  memory: ['resident memory of the server', 'bytes'],
} as const satisfies Record<string, readonly [name: string, unit: WorkloadResult['unit']]>

type Figures = Record<keyof typeof WORK, number[]>

interface Subject {
  readonly peer: ServerPeer
  readonly figures: Figures
}

await report(async ({ rounds, shrink }) => {
  const peers = serverPeers()
  const results: WorkloadResult[] = []
  for (const size of SIZES) {
    // A quick run is quick by its rounds.
    const count = size / Math.max(1, shrink / 10)
    const subjects = peers.map((peer): Subject => {
      return { peer, figures: { connect: [], processor: [], trigger: [], memory: [] } }
    })
    for (let round = 0; round < rounds; round += 1) {
      for (const subject of inTurn(subjects, round)) await measureLoad(subject, count)
    }
    for (const [kind, [name, unit]] of Object.entries(WORK)) {
      const measurements = subjects.map(({ peer, figures }) =>
        summarize(peer.name, figures[kind as keyof Figures]),
      )
      const workload = `${count.toLocaleString('en')} connections: ${name}`
      results.push({ workload, unit, measurements })
    }
  }
  return results
})

async function measureLoad({ peer, figures }: Subject, count: number): Promise<void> {
  const server = await peer.start()
  const app = { appId: '1000001', key: 'app-key', secret: 'app-secret' }
  const sdk = new Pusher({ ...app, host: '127.0.0.1', port: `${server.webPort}` })
  const clients = new LoadClients(server.socketPort)
  try {
    const started = performance.now()
    const idle = processorMs(server.pid)
    await clients.open(count)
    figures.connect.push((performance.now() - started) / count)
    figures.processor.push((processorMs(server.pid) - idle) / count)
    const slow = await clients.openOne()
    slow.pause()

    let lost = 0
    for (let round = 0; round < TRIGGERS; round += 1) {
      const sent = performance.now()
      const all = clients.receiveAll(count)
      await sdk.trigger('all', 'tick', { round })
      lost += count - (await all)
      figures.trigger.push(performance.now() - sent)
    }
    figures.memory.push(residentBytes(server.pid))
    const { dropped } = clients
    if (lost > 0 || dropped > 0) {
      throw new Error(`${peer.name}: ${lost} deliveries lost, ${dropped} clients dropped`)
    }
  } finally {
    clients.end()
    server.stop()
  }
}

/** Resident memory of a process, from where Linux tells it; elsewhere not a number. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

/** Milliseconds of a processor that a process has taken. */
function processorMs(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN
  // The second field, in parentheses, may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
