/** Where a case runs: a realm whose WebSocket is its own or has a fake behind it, and a service of one app. */
export interface Surroundings {
  readonly realm: typeof globalThis
  /** Of the app, as pusher-js dials it. */
  readonly url: string
  /** Lets the service send a message to every socket. */
  message(text: string): Promise<void>
  /** Lets the service close every socket, or cut it where no code is given. */
  end(code?: number, reason?: string): Promise<void>
  /** Lets the service refuse handshakes from now on. */
  refuse(): Promise<void>
  /** Texts that the service has got, once it has as many. */
  received(count: number): Promise<string[]>
  /** What reaches nobody but the realm's handler of uncaught errors while `work` runs. */
  uncaught(work: () => Promise<void>): Promise<string[]>
}

/** Says what it has observed; the same everywhere, as JSON. */
export type Case = (surroundings: Surroundings) => unknown

export function next<E extends Event = Event>(target: EventTarget, type: string): Promise<E> {
  return new Promise((resolve) =>
    target.addEventListener(type, (event) => resolve(event as E), { once: true }),
  )
}

/** A socket that is open and has had its greeting. */
export async function opened(
  { realm, url }: Surroundings,
  protocols?: string | string[],
): Promise<WebSocket> {
  const socket = new realm.WebSocket(url, protocols)
  await next(socket, 'message')
  return socket
}

/** What a call throws, if it does. */
export function thrown(realm: typeof globalThis, call: () => unknown): string {
  try {
    call()
    return 'nothing'
  } catch (error) {
    return describeError(realm, error)
  }
}

function describeError(realm: typeof globalThis, error: unknown): string {
  const isDom = error instanceof realm.DOMException
  const { name } = error as Error
  // A bare Node and jsdom have TypeErrors of two realms.
  return isDom ? `DOMException ${name}` : String(name)
}

/** What there is to say of a socket that is not waited for; or what its constructor throws. */
export async function made(
  { realm }: Surroundings,
  make: () => WebSocket,
  look: (socket: WebSocket) => unknown = (socket) => socket.url,
): Promise<unknown> {
  let socket: WebSocket
  try {
    socket = make()
  } catch (error) {
    return describeError(realm, error)
  }
  const seen = look(socket)
  const closed = next(socket, 'close')
  socket.close()
  await closed
  return seen
}

/** Closes a socket and waits for it. */
export async function closed(socket: WebSocket, ...args: unknown[]): Promise<CloseEvent> {
  const event = next<CloseEvent>(socket, 'close')
  Reflect.apply(socket.close, socket, args)
  return event
}
