import type Pusher from 'pusher-js'

/** The part of pusher-js that opens its sockets; its types leave it out. */
interface Runtime {
  createWebSocket(url: string): unknown
}

/** Makes pusher-js, of whatever build, open its sockets so. @returns undoes it */
export function openSocketsWith(
  Client: typeof Pusher,
  createWebSocket: (url: string) => unknown,
): () => void {
  const runtime = (Client as unknown as { Runtime: Runtime }).Runtime
  const original = runtime.createWebSocket
  runtime.createWebSocket = createWebSocket
  return () => {
    runtime.createWebSocket = original
  }
}
