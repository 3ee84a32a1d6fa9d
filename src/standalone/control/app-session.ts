import type { PusherApp } from '../../app/pusher-app.ts'
import type { Replay } from '../../recording/replay.ts'
import type { Publication } from '../../server/events.ts'
import type { VirtualPeer } from '../../server/peers/virtual-peer.ts'
import { notFound } from './control-error.ts'

const KEPT_PUBLICATIONS = 5_000

/** Things that a client of the API refers to by number; a number is never used again. */
export class Numbered<Item> {
  readonly #what: string
  readonly #items = new Map<number, Item>()
  #last = 0

  /** @param what names one of them, for the message when there is none */
  constructor(what: string) {
    this.#what = what
  }

  add(item: Item): number {
    this.#last += 1
    this.#items.set(this.#last, item)
    return this.#last
  }

  /** @throws ControlError 404 */
  get(id: number): Item {
    const item = this.#items.get(id)
    if (item !== undefined) return item
    const known = [...this.#items.keys()].join(', ') || 'none'
    throw notFound(`There is no ${this.#what} ${id}. There are: ${known}.`)
  }

  /** @throws ControlError 404 */
  take(id: number): Item {
    const item = this.get(id)
    this.#items.delete(id)
    return item
  }

  clear(): void {
    this.#items.clear()
  }
}

/** One app, and what was started in it through the control API. */
export class AppSession {
  readonly app: PusherApp
  /** What the backend has triggered, oldest first. */
  publications: Publication[] = []
  readonly peers: Numbered<VirtualPeer> = new Numbered('virtual peer')
  readonly replays: Numbered<Replay> = new Numbered('replay')

  constructor(app: PusherApp) {
    this.app = app
    app.on('publication', (publication) => {
      this.publications.push(publication)
      if (this.publications.length > 2 * KEPT_PUBLICATIONS) {
        this.publications = this.publications.slice(-KEPT_PUBLICATIONS)
      }
    })
    app.on('reset', () => {
      this.publications = []
    })
  }

  reset(): void {
    this.app.reset()
    this.peers.clear()
    this.replays.clear()
  }
}
