import type { RealmReport, Witness } from '../server/diagnosis/witness.ts'
import { clientsDeafTo } from './pusher-clients.ts'
import { reportOf } from './realm-report.ts'
import { RealmWitness } from './realm-witness.ts'

/** Sees the clients of a realm that the fake is in, too: it can be asked before each event. */
export class NearWitness extends RealmWitness implements Witness {
  reports(): readonly RealmReport[] {
    return [reportOf(this)]
  }

  deafTo(channel: string, event: string): readonly string[] {
    return clientsDeafTo(this.copies(), channel, event)
  }
}
