import type { PusherApp } from '../app/pusher-app.ts'
import type { VirtualPeer } from '../server/peers/virtual-peer.ts'
import type { User } from '../server/users/user.ts'
import type { ChannelMembers } from './parameters.ts'

interface Place {
  readonly channel: string
  readonly user: User
  peer: VirtualPeer | undefined
}

/** The members that a story finds present: virtual peers that come back whenever a client does. */
export class StoryMembers {
  readonly #fake: PusherApp
  readonly #places: readonly Place[]
  readonly #stop: () => void
  #entering = false

  constructor(fake: PusherApp, channels: readonly ChannelMembers[]) {
    this.#fake = fake
    this.#places = channels.flatMap(({ channel, members }) =>
      members.map((user) => ({ channel, user, peer: undefined })),
    )
    this.#enter()
    // A network fault or a reset takes them along; they are there again before the client subscribes.
    this.#stop = fake.on('connection', () => this.#enter())
  }

  has(socketId: string): boolean {
    return this.#places.some(({ peer }) => peer?.socketId === socketId)
  }

  peer(channel: string, id: string): VirtualPeer | undefined {
    return this.#places.find((place) => place.channel === channel && place.user.id === id)?.peer
  }

  dispose(): void {
    this.#stop()
  }

  #enter(): void {
    if (this.#entering) return
    this.#entering = true
    for (const place of this.#places) {
      if (place.peer?.connected) continue
      place.peer = this.#fake.connect()
      if (place.peer.connected) this.#subscribe(place, place.peer)
    }
    this.#entering = false
  }

  #subscribe({ channel, user }: Place, peer: VirtualPeer): void {
    // The engine has reported a refusal to the author; a peer that is cut comes again by itself.
    peer.subscribe(channel, user).catch(() => {})
  }
}
