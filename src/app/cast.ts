import type { VirtualPeer } from '../server/peers/virtual-peer.ts'
import type { PresenceUser } from '../server/users/user.ts'
import type { PusherApp } from './pusher-app.ts'

interface Part {
  readonly channel: string
  /** None for one that only sends. */
  readonly user: PresenceUser | undefined
  peer: VirtualPeer
}

/** The members of channels beside the app's clients: virtual peers that come back whenever a client does. */
export class Cast {
  readonly #app: PusherApp
  readonly #parts: Part[] = []
  readonly #stop: () => void
  #entering = false

  constructor(app: PusherApp) {
    this.#app = app
    // A network fault or a reset takes them along; they are there again before the client subscribes.
    this.#stop = app.on('connection', () => this.#enter())
  }

  /** Who plays a user in a channel, if anybody does. */
  peer(channel: string, userId: string | undefined): VirtualPeer | undefined {
    return this.#part(channel, userId)?.peer
  }

  /** Lets somebody into a channel; a member who is there stays. @returns who plays it */
  join(channel: string, user?: PresenceUser): VirtualPeer {
    const known = this.#part(channel, user?.id)
    if (known !== undefined) return known.peer
    const part = { channel, user, peer: this.#connect() }
    this.#parts.push(part)
    this.#subscribe(part)
    return part.peer
  }

  leave(channel: string, userId: string): void {
    const part = this.#part(channel, userId)
    if (part === undefined) return
    this.#parts.splice(this.#parts.indexOf(part), 1)
    part.peer.disconnect()
  }

  /** Sends everybody home. */
  dispose(): void {
    this.#stop()
    for (const { peer } of this.#parts.splice(0)) peer.disconnect()
  }

  #part(channel: string, userId: string | undefined): Part | undefined {
    return this.#parts.find((part) => part.channel === channel && part.user?.id === userId)
  }

  #enter(): void {
    if (this.#entering) return
    for (const part of this.#parts) {
      if (part.peer.connected) continue
      part.peer = this.#connect()
      this.#subscribe(part)
    }
  }

  /** Its own coming is none that lets others in. */
  #connect(): VirtualPeer {
    const outer = this.#entering
    this.#entering = true
    try {
      return this.#app.connectActor()
    } finally {
      this.#entering = outer
    }
  }

  #subscribe({ channel, user, peer }: Part): void {
    if (!peer.connected) return
    // The engine has reported a refusal to the author; a peer that is cut comes again by itself.
    peer.subscribe(channel, user).catch(() => {})
  }
}
