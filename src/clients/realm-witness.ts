import { RealDate } from '../platform/real-timers.ts'
import type { FailedSocket } from '../server/diagnosis/witness.ts'
import { AuthWatch } from './auth-watch.ts'
import { type ClientKeeper, clientKeeper } from './pusher-clients.ts'

/** What is looked at of a realm. */
export interface Surroundings {
  /** The global by which pusher-js's web build shows its class: the copy that was loaded last. */
  readonly Pusher?: unknown
  readonly setTimeout?: unknown
  /** Of Playwright's page.clock. */
  readonly __pwClock?: unknown
  /** Of React. */
  readonly IS_REACT_ACT_ENVIRONMENT?: unknown
}

const MAX_FAILED = 10

/** Sees the clients of the realm that it is in. */
export class RealmWitness {
  readonly authorizations: AuthWatch = new AuthWatch(() => RealDate.now())
  readonly realm: Surroundings
  /** Those whose constructor threw. */
  readonly failedSockets: FailedSocket[] = []
  readonly #copies: ClientKeeper[] = []
  #last: unknown

  constructor(realm: object) {
    this.realm = realm
  }

  /** A copy of pusher-js that shows itself nowhere. */
  know(copy: unknown): void {
    const keeper = clientKeeper(copy)
    if (keeper !== undefined && !this.#copies.includes(keeper)) this.#copies.push(keeper)
  }

  /** Knows from now on the copy that the global shows; for whenever a client dials. */
  look(): void {
    const { Pusher } = this.realm
    if (Pusher === this.#last) return
    this.#last = Pusher
    this.know(Pusher)
  }

  /** A socket's constructor threw. */
  failed(socket: FailedSocket): void {
    if (this.failedSockets.length < MAX_FAILED) this.failedSockets.push(socket)
  }

  /** Those that are known now. */
  copies(): readonly ClientKeeper[] {
    this.look()
    return this.#copies
  }
}
