import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Pusher from 'pusher'
import { report } from '../child.ts'
import { summarize, type WorkloadResult } from '../result.ts'
import { LoadClients } from './load-clients.ts'

// The command in a process of its own, and many connections from this one that only listen, a reader that
// has stopped reading among them.

const TRIGGERS = 20
const SIZES = [500, 2_000]

await report(async ({ shrink }) => {
  const results: WorkloadResult[] = []
  for (const count of SIZES) {
    const server = await startServer()
    const clients = new LoadClients(server.port)
    try {
      results.push(...(await measureLoad(count / shrink, server, clients)))
    } finally {
      clients.end()
      server.stop()
    }
  }
  return results
})

async function measureLoad(
  count: number,
  server: Awaited<ReturnType<typeof startServer>>,
  clients: LoadClients,
): Promise<WorkloadResult[]> {
  const started = performance.now()
  await clients.open(count)
  const connecting = (performance.now() - started) / count
  const slow = await clients.openOne()
  slow.pause()

  const latencies: number[] = []
  let lost = 0
  for (let round = 0; round < TRIGGERS; round += 1) {
    const sent = performance.now()
    const all = clients.receiveAll(count)
    await server.sdk.trigger('all', 'tick', { round })
    lost += count - (await all)
    latencies.push(performance.now() - sent)
  }
  const memory = residentBytes(server.pid)
  const { dropped } = clients
  if (lost > 0 || dropped > 0)
    throw new Error(`${lost} deliveries lost, ${dropped} clients dropped`)
  const figure = count.toLocaleString('en')
  return [
    {
      workload: `${figure} connections: connect and subscribe, each`,
      unit: 'ms',
      measurements: [summarize('pusher-js-fake', [connecting])],
    },
    {
      workload: `${figure} connections: a REST trigger until all have it`,
      unit: 'ms',
      measurements: [summarize('pusher-js-fake', latencies)],
    },
    {
      workload: `${figure} connections: resident memory of the server`,
      unit: 'bytes',
      measurements: [summarize('pusher-js-fake', [memory])],
    },
  ]
}

async function startServer() {
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
  const child = spawn(process.execPath, [cli, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve) => {
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += String(chunk)
      const match = /sockets at ws:\/\/127\.0\.0\.1:(\d+)/.exec(printed)
      if (match?.[1] !== undefined) resolve(match[1])
    })
  })
  const host = '127.0.0.1'
  const sdk = new Pusher({ appId: '1000001', key: 'app-key', secret: 'app-secret', host, port })
  return { pid: child.pid, port, sdk, stop: () => child.kill() }
}

/** Resident memory of a process, from where Linux tells it; elsewhere not a number. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}
