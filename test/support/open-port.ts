import { type AddressInfo, createServer } from 'node:net'

/** A port of this machine that counts who dials it and talks to nobody. */
export interface OpenPort {
  open(): Promise<void>
  close(): void
  number(): number
  /** Connections so far. */
  dials(): number
}

export function openPort(): OpenPort {
  let dials = 0
  const server = createServer((socket) => {
    dials += 1
    socket.destroy()
  })
  return {
    open: () => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)),
    close: () => void server.close(),
    number: () => (server.address() as AddressInfo).port,
    dials: () => dials,
  }
}
