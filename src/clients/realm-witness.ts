import type { RealmReport, Witness } from '../server/diagnosis/witness.ts'
import { type ClientKeeper, clientKeeper, clientsDeafTo, readClients } from './pusher-clients.ts'

/** The global by which pusher-js's web build shows its class: the copy that was loaded last. */
interface PusherGlobal {
  readonly Pusher?: unknown
}

/** Sees the clients of the realm that it is in. */
export class RealmWitness implements Witness {
  readonly #realm: PusherGlobal
  readonly #copies: ClientKeeper[] = []
  #last: unknown

  constructor(realm: object) {
    this.#realm = realm
  }

  /** A copy of pusher-js that shows itself nowhere. */
  know(copy: unknown): void {
    const keeper = clientKeeper(copy)
    if (keeper !== undefined && !this.#copies.includes(keeper)) this.#copies.push(keeper)
  }

  /** Knows from now on the copy that the global shows; for whenever a client dials. */
  look(): void {
    const { Pusher } = this.#realm
    if (Pusher === this.#last) return
    this.#last = Pusher
    this.know(Pusher)
  }

  report(): RealmReport {
    this.look()
    return { clients: readClients(this.#copies) }
  }

  deafTo(channel: string, event: string): readonly string[] {
    this.look()
    return clientsDeafTo(this.#copies, channel, event)
  }
}
