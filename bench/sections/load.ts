import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Pusher from 'pusher'
import { WebSocket } from 'ws'
import { report } from '../child.ts'
import { summarize } from '../result.ts'

// The command in a process of its own, and many connections from this one that only listen, a reader that
// has stopped reading among them.

const TRIGGERS = 20
/** After this a delivery counts as lost. */
const PATIENCE_MS = 10_000

await report(async ({ shrink }) => {
  const count = 5_000 / shrink
  const server = await startServer()
  const before = residentBytes(server.pid)
  const started = performance.now()
  const clients = new Clients(server.port)
  await clients.open(count)
  const connecting = (performance.now() - started) / count
  const memory = (residentBytes(server.pid) - before) / count
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
  const { dropped } = clients
  clients.end()
  server.stop()
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
      workload: `${figure} connections: memory of the server, each`,
      unit: 'bytes',
      measurements: [summarize('pusher-js-fake', [memory])],
    },
  ]
})

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
  const sdk = new Pusher({ appId: 'app-id', key: 'app-key', secret: 'app-secret', host, port })
  return { pid: child.pid, port, sdk, stop: () => child.kill() }
}

/** Resident memory of a process, from where Linux tells it; elsewhere not a number. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

class Clients {
  readonly #url: string
  readonly #sockets: WebSocket[] = []
  #received = 0
  #expected = 0
  #arrived = () => {}
  dropped = 0

  constructor(port: string) {
    this.#url = `ws://127.0.0.1:${port}/app/app-key?protocol=7&client=bench&version=1.0.0`
  }

  async open(count: number): Promise<void> {
    while (this.#sockets.length < count) {
      const length = Math.min(100, count - this.#sockets.length)
      await Promise.all(Array.from({ length }, () => this.openOne()))
    }
  }

  async openOne(): Promise<WebSocket> {
    const socket = new WebSocket(this.#url, { perMessageDeflate: false })
    await once(socket, 'message')
    socket.send('{"event":"pusher:subscribe","data":{"channel":"all"}}')
    await once(socket, 'message')
    socket.on('message', () => {
      this.#received += 1
      if (this.#received === this.#expected) this.#arrived()
    })
    const drop = () => {
      this.dropped += 1
    }
    socket.on('close', drop)
    this.#sockets.push(socket)
    return socket
  }

  /** How many of that many deliveries have come, when all have or patience is over. */
  async receiveAll(count: number): Promise<number> {
    this.#received = 0
    this.#expected = count
    const all = new Promise<void>((resolve) => {
      this.#arrived = resolve
    })
    await Promise.race([all, sleep(PATIENCE_MS, undefined, { ref: false })])
    return this.#received
  }

  end(): void {
    for (const socket of this.#sockets) socket.terminate()
  }
}
