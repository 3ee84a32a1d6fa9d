import { once } from 'node:events'
import { Agent, get } from 'node:https'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { generate } from 'selfsigned'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'

test('sockets and HTTP over TLS', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
  const fake = createPusherFake({ tlsOnly: true, logger: false })
  await using server = await startPusherServer(fake, { tls: { cert, key } })
  expect(server.socketUrl).toBe(`wss://127.0.0.1:${server.port}`)

  const agent = new Agent({ ca: cert, servername: 'localhost' })
  const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`, { agent })
  await once(socket, 'message')
  expect(fake.connections()[0]?.url).toMatch(/^wss:/)
  socket.terminate()

  const request = get(`${server.webUrl}/up`, { agent })
  const [response] = await once(request, 'response')
  expect(response.statusCode).toBe(200)
  response.resume()
})
