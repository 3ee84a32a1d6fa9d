import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebSocketServer } from 'ws'
import { MinimalPusher } from './minimal-pusher.ts'

// A process of its own: the Pusher written by hand behind `ws` as it is, and `POST …/events` without a check.

const pusher = new MinimalPusher()
const server = createServer(async (request, response) => {
  const { channels, name, data } = JSON.parse(await text(request))
  for (const channel of channels) pusher.trigger(channel, name, JSON.parse(data))
  response.setHeader('content-type', 'application/json').end('{}')
})
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (message) => pusher.received(socket, String(message)))
  socket.on('close', () => pusher.closed(socket))
  pusher.opened(socket)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
