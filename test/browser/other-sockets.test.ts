import Pusher from 'pusher-js'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import ReconnectingWebSocket from 'reconnecting-websocket'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'

let fake: InstalledPusherFake | undefined

afterEach(() => fake?.uninstall())

test('a reconnecting socket reaches its own server, by the class of the realm', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${data}`)))
  await new Promise((resolve) => server.on('listening', resolve))
  const { port } = server.address() as { port: number }
  fake = installPusherFake({ Pusher, logger: false })
  // The path and one parameter of Pusher's do not make it Pusher's.
  const url = `ws://127.0.0.1:${port}/v1/app/room-7?client=web`
  const plain = new WebSocket(url)
  expect(plain.constructor).toBe(WebSocket)
  const socket = new ReconnectingWebSocket(url)
  const echo = new Promise((resolve) =>
    socket.addEventListener('message', ({ data }) => resolve(data)),
  )
  socket.addEventListener('open', () => socket.send('x'))
  expect(await echo).toBe('echo x')
  expect(fake?.connections()).toEqual([])
  socket.close()
  plain.close()
  await new Promise((resolve) => {
    server.close(resolve)
    for (const client of server.clients) client.terminate()
  })
})
