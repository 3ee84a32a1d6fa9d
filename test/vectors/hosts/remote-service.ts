import { WebSocket } from 'ws'
import type { Service } from '../service.ts'
import type { Credentials } from '../signatures.ts'

export interface RemoteApp {
  readonly credentials: Credentials
  /** Without a path: `wss://ws-mt1.pusher.com`. */
  readonly socketUrl: string
  /** Without a path: `https://api-mt1.pusher.com`. */
  readonly apiUrl: string
  /** Milliseconds. */
  readonly patience: number
}

/** An app that is reached by real sockets and real HTTP, wherever it runs. */
export function remoteService({ credentials, socketUrl, apiUrl, patience }: RemoteApp): Service {
  const sockets = new Set<WebSocket>()
  return {
    credentials,
    patience,
    async open({ path }, hear) {
      const socket = new WebSocket(socketUrl + path, { perMessageDeflate: false })
      sockets.add(socket)
      socket.on('message', (data) => hear({ type: 'frame', text: data.toString() }))
      socket.on('close', (code, reason) => {
        sockets.delete(socket)
        hear({ type: 'close', code, reason: reason.toString() })
      })
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve)
        socket.once('error', reject)
      })
      return {
        send(data, times) {
          for (let sent = 0; sent < times; sent += 1) socket.send(data)
        },
        close: () => socket.close(1000),
      }
    },
    async rest({ method, path, body }) {
      const response = await fetch(apiUrl + path, {
        method,
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      })
      return { status: response.status, body: await response.text() }
    },
    async stop() {
      for (const socket of sockets) socket.terminate()
    },
  }
}
