import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly pid: number | undefined
  readonly socketPort: number
  /** Where `POST /apps/1000001/events` is answered. */
  readonly webPort: number
  stop(): void
}

export interface ServerPeer {
  readonly name: string
  start(): Promise<ServerProcess>
}

const HOST = '127.0.0.1'

/** The command first; the Ruby gem where its command is installed. */
export function serverPeers(): readonly ServerPeer[] {
  const peers: ServerPeer[] = [
    {
      name: 'pusher-js-fake',
      start: () => startNode('../../dist/cli.js', ['--port', '0'], /sockets at \S+:(\d+)/),
    },
    { name: 'bare ws', start: () => startNode('bare-ws-server.ts', [], /(\d+)/) },
  ]
  if (spawnSync('pusher-fake', ['--version']).error === undefined) {
    return [...peers, { name: 'pusher-fake (Ruby)', start: startGem }]
  }
  console.error('  pusher-fake is not on PATH: nothing is said of the Ruby gem')
  return peers
}

async function startNode(script: string, args: string[], port: RegExp): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    const match = port.exec(printed)
    if (match?.[1] !== undefined) return running(child, Number(match[1]), Number(match[1]))
  }
  throw new Error(`${script} ended before it listened`)
}

/** Prints nothing when it listens. */
async function startGem(): Promise<ServerProcess> {
  const [socketPort, webPort] = [await freePort(), await freePort()]
  const app = ['--id', '1000001', '--key', 'app-key', '--secret', 'app-secret']
  const sockets = ['--socket-host', HOST, '--socket-port', `${socketPort}`]
  const web = ['--web-host', HOST, '--web-port', `${webPort}`]
  const child = spawn('pusher-fake', [...app, ...sockets, ...web], { stdio: 'ignore' })
  const listen = async () => (await listens(socketPort)) && (await listens(webPort))
  while (child.exitCode === null && !(await listen())) await sleep(50)
  return running(child, socketPort, webPort)
}

function running(child: ChildProcess, socketPort: number, webPort: number): ServerProcess {
  return { pid: child.pid, socketPort, webPort, stop: () => void child.kill() }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, HOST)
  const answered = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return answered
}
