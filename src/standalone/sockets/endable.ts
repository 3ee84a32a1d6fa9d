import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A server that ends whatever its clients do. */
export interface Endable {
  readonly server: Server
  /**
   * Frees the port at once. Connections are cut when `left` has resolved and every request is answered,
   * after so many milliseconds at the latest.
   */
  end(left: Promise<unknown>, graceMs: number): Promise<void>
}

/**
 * `server.close()` alone waits for clients that sent nothing, half a header or half a body, or read nothing.
 */
export function endable(server: Server): Endable {
  const sockets = new Set<Socket>()
  const answering = new Set<ServerResponse>()
  let whenAnswered = () => {}
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', (_: IncomingMessage, response: ServerResponse) => {
    answering.add(response)
    response.once('close', () => {
      answering.delete(response)
      if (answering.size === 0) whenAnswered()
    })
  })
  return {
    server,
    async end(left, graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const answered = new Promise<void>((resolve) => {
        whenAnswered = resolve
        if (answering.size === 0) resolve()
      })
      await within(graceMs, Promise.all([left, answered]))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, over])
  clearTimeout(timer)
}
