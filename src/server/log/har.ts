import type { Engine } from '../engine.ts'
import type { FrameRecord } from './frame-log.ts'

/** A HAR with sockets, as Chrome's network panel saves one. */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: readonly HarEntry[]
  }
}

/** One connection: its handshake, and its messages. */
export interface HarEntry {
  readonly _resourceType: 'websocket'
  readonly _webSocketMessages: readonly HarMessage[]
  /** ISO 8601. */
  readonly startedDateTime: string
  /** Milliseconds. */
  readonly time: number
  readonly request: {
    readonly method: 'GET'
    readonly url: string
    readonly [field: string]: unknown
  }
  readonly response: { readonly status: 101; readonly [field: string]: unknown }
  readonly cache: object
  readonly timings: object
}

/** A frame of a connection. */
export interface HarMessage {
  readonly type: 'send' | 'receive'
  /** Seconds since the epoch. */
  readonly time: number
  /** 1 is text. */
  readonly opcode: 1
  readonly data: string
}

/** Of what the log still has. Actors belong to the other side, and peers are clients where there are no others. */
export function toHar({ log, peers, actors, options: { cluster, key } }: Engine): Har {
  const heard = log.list().filter(({ socketId }) => !actors.has(socketId))
  const clients = heard.filter(({ socketId }) => !peers.has(socketId))
  const sockets = new Map<string, FrameRecord[]>()
  for (const frame of clients.length > 0 ? clients : heard) {
    const frames = sockets.get(frame.socketId) ?? []
    sockets.set(frame.socketId, frames)
    frames.push(frame)
  }
  const url = `wss://ws-${cluster}.pusher.com/app/${encodeURIComponent(key)}?protocol=7&client=js`
  return {
    log: {
      version: '1.2',
      creator: { name: 'pusher-js-fake', version: '1' },
      entries: [...sockets.values()].map((frames) => entryOf(url, frames)),
    },
  }
}

function entryOf(url: string, frames: readonly FrameRecord[]): HarEntry {
  const [begin = 0, end = begin] = [frames[0]?.time, frames.at(-1)?.time]
  const common = {
    httpVersion: 'HTTP/1.1',
    headers: [],
    cookies: [],
    headersSize: -1,
    bodySize: -1,
  }
  return {
    _resourceType: 'websocket',
    _webSocketMessages: frames.map(({ direction, time, raw }) => ({
      type: direction === 'in' ? 'send' : 'receive',
      time: time / 1_000,
      opcode: 1,
      data: raw,
    })),
    startedDateTime: new Date(begin).toISOString(),
    time: end - begin,
    request: { method: 'GET', url, queryString: [], ...common },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      ...common,
    },
    cache: {},
    timings: { send: -1, wait: -1, receive: -1 },
  }
}
