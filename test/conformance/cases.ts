import type { Case } from './case.ts'
import { cacheAndEncryptionCases } from './cases/cache-and-encryption.ts'
import { channelCases } from './cases/channels.ts'
import { clientEventCases } from './cases/client-events.ts'
import { connectionCases } from './cases/connection.ts'
import { presenceCases } from './cases/presence.ts'
import { userCases } from './cases/users.ts'

/** What the service does, by feature; each host runs all of it. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  channels: channelCases,
  presence: presenceCases,
  'client events': clientEventCases,
  'cache and encryption': cacheAndEncryptionCases,
  users: userCases,
  connection: connectionCases,
}
