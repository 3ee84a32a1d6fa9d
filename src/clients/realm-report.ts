import type { RealmReport } from '../server/diagnosis/witness.ts'
import { readClients } from './pusher-clients.ts'
import type { RealmWitness, Surroundings } from './realm-witness.ts'

/** What there is to say of a realm now. */
export function reportOf(witness: RealmWitness): RealmReport {
  const { realm, authorizations, failedSockets } = witness
  return {
    clients: readClients(witness.copies()),
    authorizations: authorizations.attempts(),
    failedSockets,
    fakeTimers: hasFakeTimers(realm),
    act: realm.IS_REACT_ACT_ENVIRONMENT === true,
  }
}

/** @sinonjs/fake-timers, which Vitest and Jest bring, marks its functions, as Jest's older ones are mocks. */
function hasFakeTimers({ setTimeout, __pwClock }: Surroundings): boolean {
  if (__pwClock !== undefined) return true
  return (
    typeof setTimeout === 'function' && ('clock' in setTimeout || '_isMockFunction' in setTimeout)
  )
}
