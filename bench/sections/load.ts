import { readFileSync } from 'node:fs'
import Pusher from 'pusher'
import { inTurn } from '../measure.ts'
import { measurePart } from '../part.ts'
import { type ServerPeer, serverPeers } from '../peers/server-processes.ts'
import { summarize, type WorkloadResult } from '../result.ts'
import { LoadClients } from './load-clients.ts'

// Servers in processes of their own, in turn, and more and more connections from this one that only listen, readers
// that have stopped reading among them.

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
  /** By how many clients there are. */
  readonly figures: ReadonlyMap<number, Figures>
}

await measurePart(async ({ rounds, shrink }) => {
  const sizes = SIZES.map((size) => size / shrink)
  const subjects = serverPeers().map((peer): Subject => {
    const none = (): Figures => ({ connect: [], processor: [], trigger: [], memory: [] })
    return { peer, figures: new Map(sizes.map((size) => [size, none()])) }
  })
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of inTurn(subjects, round)) await measureLoad(subject)
  }
  return sizes.flatMap((size) =>
    Object.entries(WORK).map(([kind, [name, unit]]): WorkloadResult => {
      const measurements = subjects.map(({ peer, figures }) =>
        summarize(peer.name, figures.get(size)?.[kind as keyof Figures] ?? []),
      )
      return { workload: `${size.toLocaleString('en')} connections: ${name}`, unit, measurements }
    }),
  )
})

/** One server, to which come more and more clients. */
async function measureLoad({ peer, figures }: Subject): Promise<void> {
  const server = await peer.start()
  const app = { appId: '1000001', key: 'app-key', secret: 'app-secret' }
  const sdk = new Pusher({ ...app, host: '127.0.0.1', port: `${server.webPort}` })
  const clients = new LoadClients(server.socketPort)
  try {
    let [spent, processor] = [0, 0]
    for (const [size, taken] of figures) {
      const started = performance.now()
      const idle = processorMs(server.pid)
      await clients.open(size)
      spent += performance.now() - started
      processor += processorMs(server.pid) - idle
      taken.connect.push(spent / size)
      taken.processor.push(processor / size)
      await clients.openSlow()
      for (let round = 0; round < TRIGGERS; round += 1) {
        const sent = performance.now()
        const all = clients.receiveAll()
        await sdk.trigger('all', 'tick', { round })
        await all
        taken.trigger.push(performance.now() - sent)
      }
      taken.memory.push(residentBytes(server.pid))
    }
    const { lost, dropped } = clients
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
