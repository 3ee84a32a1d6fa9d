import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'
import { expect, test } from 'vitest'
import { hearAll } from '../support/socket-libraries.ts'
import { startSocketServer } from '../support/socket-server.ts'

/** Libraries and plain sockets of others, in the environment of the file that calls this. */
export function otherSocketCases(): void {
  test('libraries hear of their own servers what they hear without the fake', async () => {
    const server = await startSocketServer()
    const without = await hearAll(server.url)
    using fake = installPusherFake({ Pusher, logger: false })
    const client = new Pusher('app-key', { cluster: 'mt1' })
    client.subscribe('orders')
    await fake.waitForSubscription('orders')
    expect(await hearAll(server.url)).toEqual(without)
    expect(without).toMatchObject({ 'graphql-ws': 'from graphql', 'socket.io': 'from socket.io' })
    expect(fake.connections()).toHaveLength(1)
    expect(fake.problems()).toEqual([])
    client.disconnect()
    await server.close()
  })
}
