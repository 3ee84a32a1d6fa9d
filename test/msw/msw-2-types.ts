import { ws } from 'msw-2'
import { createPusherFake } from 'pusher-js-fake'
import { toPusher } from 'pusher-js-fake/msw'

// Compiled, never run: a connection of MSW 2 is what `toPusher` takes.
export function compiles(): void {
  ws.link('wss://*/app/:key').addEventListener('connection', (connection) => {
    const { socketId }: { socketId: string | undefined } = toPusher(connection, createPusherFake())
    return void socketId
  })
}
