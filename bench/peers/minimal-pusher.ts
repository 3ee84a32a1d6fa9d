/** One socket, as a hand-written fake sees it. */
export interface MinimalSocket {
  send(text: string): void
}

interface Frame {
  event: string
  channel?: string
  data: { channel: string; channel_data?: string } & Record<string, unknown>
}

/**
 * The Pusher that people write by hand over a mock WebSocket: no checks, no log, no faults. Each peer that
 * brings only a socket runs it, so that the rows differ by their sockets.
 */
export class MinimalPusher {
  readonly #channels = new Map<string, Map<MinimalSocket, string | undefined>>()
  #sockets = 0

  opened(socket: MinimalSocket): void {
    this.#sockets += 1
    const data = JSON.stringify({ socket_id: `1.${this.#sockets}`, activity_timeout: 120 })
    socket.send(JSON.stringify({ event: 'pusher:connection_established', data }))
  }

  received(socket: MinimalSocket, text: string): void {
    const frame: Frame = JSON.parse(text)
    if (frame.event === 'pusher:subscribe') {
      this.#subscribe(socket, frame.data.channel, frame.data.channel_data)
    } else if (frame.event.startsWith('client-') && frame.channel !== undefined) {
      this.#publish(frame.channel, frame.event, JSON.stringify(frame.data), socket)
    }
  }

  closed(socket: MinimalSocket): void {
    for (const subscribers of this.#channels.values()) subscribers.delete(socket)
  }

  trigger(channel: string, event: string, data: unknown): void {
    this.#publish(channel, event, JSON.stringify(data))
  }

  #subscribe(socket: MinimalSocket, channel: string, channelData: string | undefined): void {
    const subscribers = this.#channels.get(channel) ?? new Map<MinimalSocket, string | undefined>()
    this.#channels.set(channel, subscribers)
    if (channelData !== undefined) {
      this.#publish(channel, 'pusher_internal:member_added', channelData)
    }
    subscribers.set(socket, channelData)
    socket.send(
      JSON.stringify({
        event: 'pusher_internal:subscription_succeeded',
        channel,
        data: channelData === undefined ? '{}' : JSON.stringify(presence(subscribers.values())),
      }),
    )
  }

  #publish(channel: string, event: string, data: string, except?: MinimalSocket): void {
    const text = JSON.stringify({ event, channel, data })
    for (const socket of this.#channels.get(channel)?.keys() ?? []) {
      if (socket !== except) socket.send(text)
    }
  }
}

function presence(members: Iterable<string | undefined>): unknown {
  const hash: Record<string, unknown> = {}
  for (const channelData of members) {
    const { user_id, user_info } = JSON.parse(channelData ?? '{}')
    hash[user_id] = user_info
  }
  const ids = Object.keys(hash)
  return { presence: { count: ids.length, ids, hash } }
}
