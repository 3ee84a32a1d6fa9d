import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import Pusher from 'pusher'
import { WebSocket } from 'ws'

// One server process and many connections that only listen: npm run bench -- --connections 5000
// The clients live in this process, a reader that has stopped reading among them.

const { values } = parseArgs({ options: { connections: { type: 'string', default: '5000' } } })
const count = Number(values.connections)
const TRIGGERS = 20
/** After this a delivery counts as lost. */
const PATIENCE_MS = 10_000

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const server = spawn(process.execPath, [cli, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const port = await new Promise<string>((resolve) => {
  let printed = ''
  server.stdout.on('data', (chunk) => {
    printed += String(chunk)
    const match = /sockets at ws:\/\/127\.0\.0\.1:(\d+)/.exec(printed)
    if (match?.[1] !== undefined) resolve(match[1])
  })
})
const url = `ws://127.0.0.1:${port}/app/app-key?protocol=7&client=bench&version=1.0.0`
const sdk = new Pusher({
  appId: 'app-id',
  key: 'app-key',
  secret: 'app-secret',
  host: '127.0.0.1',
  port,
})
const rows: Record<string, string>[] = []
const row = (what: string, figure: string) => rows.push({ what, figure })

let received = 0
let closed = 0
let expected = 0
let arrived = () => {}

/** Resident memory of the server in bytes, from where Linux tells it. */
function serverMemory(): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

async function openClient(): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'message')
  socket.send('{"event":"pusher:subscribe","data":{"channel":"all"}}')
  await once(socket, 'message')
  socket.on('message', () => {
    received += 1
    if (received === expected) arrived()
  })
  socket.on('close', () => {
    closed += 1
  })
  return socket
}

const before = serverMemory()
const started = performance.now()
const sockets: WebSocket[] = []
while (sockets.length < count) {
  const batch = Math.min(100, count - sockets.length)
  sockets.push(...(await Promise.all(Array.from({ length: batch }, openClient))))
}
row('connections, subscribed', String(sockets.length))
row('connect and subscribe', `${((performance.now() - started) / count).toFixed(2)} ms each`)
row(
  'memory of the server',
  `${((serverMemory() - before) / count / 1024).toFixed(1)} KiB a connection`,
)

const slow = await openClient()
slow.pause()

const latencies: number[] = []
let delivered = 0
for (let round = 0; round < TRIGGERS; round += 1) {
  received = 0
  expected = count
  const all = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const sent = performance.now()
  await sdk.trigger('all', 'tick', { round })
  await Promise.race([all, sleep(PATIENCE_MS, undefined, { ref: false })])
  latencies.push(performance.now() - sent)
  delivered += received
}
latencies.sort((a, b) => a - b)
const median = latencies[Math.floor(latencies.length / 2)] ?? 0
row(`a trigger to all of them, median of ${TRIGGERS}`, `${median.toFixed(0)} ms`)
row('deliveries a second', Math.round(count / (median / 1000)).toLocaleString('en'))
row('deliveries lost', String(count * TRIGGERS - delivered))
const dropped = closed
row('connections dropped', String(dropped))
console.table(rows)

for (const socket of [...sockets, slow]) socket.terminate()
server.kill()
if (dropped > 0 || delivered < count * TRIGGERS) process.exitCode = 1
