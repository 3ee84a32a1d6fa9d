import { createConsumer } from '@rails/actioncable'
import { createClient } from 'graphql-ws'
import PartySocket from 'partysocket'
import ReconnectingWebSocket from 'reconnecting-websocket'
import { io } from 'socket.io-client'

/** What each library hears of test/support/socket-server.ts, through the WebSocket that there is. */
export async function hearAll(url: string): Promise<Record<string, unknown>> {
  const sockets = url.replace('http', 'ws')
  const { host } = new URL(url)
  return {
    plain: await plain(`${sockets}/v1/app/room-7?client=web`),
    'as HMR': await plain(`${sockets}/?token=x`, 'vite-hmr'),
    'graphql-ws': await query(`${sockets}/graphql`),
    'socket.io': await greeting(url),
    // It asks for a page.
    ...(globalThis.document && { actioncable: await cable(`${sockets}/cable`) }),
    'reconnecting-websocket': await echoed(
      new ReconnectingWebSocket(`${sockets}/v1/app/room-7?client=web`),
    ),
    partysocket: await echoed(new PartySocket({ host, room: 'room-7', path: 'app/room-7' })),
  }
}

/** A socket of an app's own: what it hears, and what it is. */
async function plain(url: string, protocol?: string): Promise<unknown[]> {
  const socket = new WebSocket(url, protocol === undefined ? [] : [protocol])
  const heard = await echoed(socket)
  return [
    heard,
    socket.protocol,
    socket.constructor === WebSocket,
    socket instanceof WebSocket,
    Object.getPrototypeOf(socket) === WebSocket.prototype,
  ]
}

function echoed(socket: WebSocket | ReconnectingWebSocket | PartySocket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.onopen = () => socket.send('x')
    socket.onerror = () => reject(new Error(`${socket.url} is not reached`))
    socket.onmessage = ({ data }: MessageEvent) => {
      socket.close()
      resolve(data)
    }
  })
}

async function query(url: string): Promise<unknown> {
  const client = createClient({ url, retryAttempts: 0 })
  for await (const { data } of client.iterate({ query: '{ greeting }' })) {
    await client.dispose()
    return data?.['greeting']
  }
  return undefined
}

async function greeting(url: string): Promise<unknown> {
  const socket = io(url, { transports: ['websocket'] })
  const heard = await new Promise((resolve) => socket.on('greeting', resolve))
  socket.disconnect()
  return heard
}

async function cable(url: string): Promise<unknown> {
  const consumer = createConsumer(url)
  const heard = await new Promise((resolve) =>
    consumer.subscriptions.create('Room', { received: resolve }),
  )
  consumer.disconnect()
  return heard
}
