import { RealDate } from '../platform/real-timers.ts'
import type { FailedSocket, RealmReport, Witness } from '../server/diagnosis/witness.ts'
import { AuthWatch } from './auth-watch.ts'
import { type ClientKeeper, clientKeeper, readClients } from './pusher-clients.ts'

/** What is looked at of a realm. */
interface Surroundings {
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
export class RealmWitness implements Witness {
  readonly authorizations: AuthWatch = new AuthWatch(() => RealDate.now())
  readonly #realm: Surroundings
  readonly #copies: ClientKeeper[] = []
  readonly #failed: FailedSocket[] = []
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

  /** A socket's constructor threw. */
  failed(socket: FailedSocket): void {
    if (this.#failed.length < MAX_FAILED) this.#failed.push(socket)
  }

  /** Those that are known now. */
  copies(): readonly ClientKeeper[] {
    this.look()
    return this.#copies
  }

  reports(): readonly RealmReport[] {
    return [
      {
        clients: readClients(this.copies()),
        authorizations: this.authorizations.attempts(),
        failedSockets: this.#failed,
        fakeTimers: hasFakeTimers(this.#realm),
        act: this.#realm.IS_REACT_ACT_ENVIRONMENT === true,
      },
    ]
  }
}

/** @sinonjs/fake-timers, which Vitest and Jest bring, marks its functions, as Jest's older ones are mocks. */
function hasFakeTimers({ setTimeout, __pwClock }: Surroundings): boolean {
  if (__pwClock !== undefined) return true
  return (
    typeof setTimeout === 'function' && ('clock' in setTimeout || '_isMockFunction' in setTimeout)
  )
}
