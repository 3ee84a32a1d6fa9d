import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'

/** A server of real sockets that are not Pusher's. */
export interface SocketServer {
  readonly url: string
  close(): Promise<void>
}

type Speak = (socket: WebSocket, request: IncomingMessage) => void

/** What is spoken at a path; anywhere else it is an echo. */
const SPEAKERS: Readonly<Record<string, Speak>> = {
  // The protocol graphql-transport-ws, as far as one query needs it.
  '/graphql': (socket) =>
    onJson(socket, ({ type, id }) => {
      if (type === 'connection_init') say(socket, { type: 'connection_ack' })
      if (type !== 'subscribe') return
      say(socket, { type: 'next', id, payload: { data: { greeting: 'from graphql' } } })
      say(socket, { type: 'complete', id })
    }),
  // actioncable-v1-json, the same.
  '/cable': (socket) => {
    say(socket, { type: 'welcome' })
    onJson(socket, ({ identifier }) => {
      say(socket, { type: 'confirm_subscription', identifier })
      say(socket, { identifier, message: 'from a cable' })
    })
  },
}

const echo: Speak = (socket) => socket.on('message', (data) => socket.send(`echo ${data}`))

export async function startSocketServer(): Promise<SocketServer> {
  const http = createServer()
  const io = new Server(http, { cors: { origin: '*' } })
  io.on('connection', (socket) => socket.emit('greeting', 'from socket.io'))
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: ([first = '']) => first,
  })
  http.on('upgrade', (request, raw, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.startsWith('/socket.io')) return
    sockets.handleUpgrade(request, raw, head, (socket) => {
      const speak = SPEAKERS[pathname] ?? echo
      speak(socket, request)
    })
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      for (const client of sockets.clients) client.terminate()
      await io.close()
    },
  }
}

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message))
}

function onJson(
  socket: WebSocket,
  hear: (message: { type?: string; id?: string; identifier?: string }) => void,
): void {
  socket.on('message', (data: RawData) => hear(JSON.parse(String(data))))
}
