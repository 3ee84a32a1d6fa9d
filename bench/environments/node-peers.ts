import { setupServer } from 'msw/node'
import { bareDispatch } from '../peers/bare-dispatch.ts'
import { bareLoop } from '../peers/bare-loop.ts'
import { loopback } from '../peers/loopback.ts'
import { mockSocket } from '../peers/mock-socket.ts'
import { mswSocket } from '../peers/msw.ts'
import type { Peer } from '../peers/peer.ts'
import { pusherJsFake } from '../peers/pusher-js-fake.ts'
import { pusherJsMock } from '../peers/pusher-js-mock.ts'

const msw = mswSocket(async (handler) => {
  const server = setupServer(handler)
  server.listen()
  return () => server.close()
})

/** Those that depend on what realm they are in. */
export const realmPeers: readonly Peer[] = [pusherJsFake, bareLoop, bareDispatch, mockSocket, msw]

export const nodePeers: readonly Peer[] = [...realmPeers, loopback, pusherJsMock]
