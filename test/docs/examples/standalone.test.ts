import Pusher from 'pusher'
import Client from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { expect, test } from 'vitest'

// #region server
test('a backend of its own process reaches the page', async () => {
  const fake = createPusherFake()
  await using server = await startPusherServer(fake, { port: 0 }) // 0: any free port

  // What the page has:
  const client = new Client(fake.key, {
    cluster: fake.cluster,
    wsHost: server.host,
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws', 'wss'],
  })
  const created = new Promise((resolve) => {
    client.subscribe('orders').bind('created', resolve)
  })
  await fake.waitForSubscription('orders')

  // What the backend has:
  const { appId, key, secret } = fake
  const sdk = new Pusher({ appId, key, secret, host: server.host, port: String(server.webPort) })
  await sdk.trigger('orders', 'created', { id: 1 })

  expect(await created).toEqual({ id: 1 })
  client.disconnect()
})
// #endregion server

// #region control
test('a test suite in any language', async () => {
  const fake = createPusherFake()
  const token = 'a-token'
  await using server = await startPusherServer(fake, { control: { token } })

  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${server.webUrl}/control/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return response.json()
  }

  await call('POST', '/peers', { user: { id: 'bob' } })
  await call('POST', '/wait/connection')
  await call('POST', '/trigger', { channels: 'orders', event: 'created', data: { id: 1 } })
  expect(await call('GET', '/connections')).toMatchObject([{ userId: 'bob' }])
  await call('POST', '/reset')
  expect(await call('GET', '/connections')).toEqual([])
})
// #endregion control
