import type { ServedApps } from '../served-apps.ts'
import type { ServerAddress } from '../server-address.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { appEndpoints } from './endpoints/apps.ts'
import { eventEndpoints } from './endpoints/events.ts'
import { faultEndpoints } from './endpoints/faults.ts'
import { peerEndpoints } from './endpoints/peers.ts'
import { replayEndpoints } from './endpoints/replays.ts'
import { stateEndpoints } from './endpoints/state.ts'
import { waitEndpoints } from './endpoints/waits.ts'
import { openApiDocument } from './openapi.ts'
import { json, record, type Schema } from './schema.ts'

const anyObject: Schema<object> = record(json)

/** The whole API for these apps: what is routed, and what the document says. */
export function createEndpoints(
  apps: ServedApps,
  address: () => ServerAddress,
  prefix: string,
): readonly Endpoint[] {
  const endpoints: readonly Endpoint[] = [
    ...appEndpoints(apps, address),
    ...stateEndpoints,
    ...eventEndpoints,
    ...waitEndpoints,
    ...faultEndpoints,
    ...peerEndpoints,
    ...replayEndpoints,
    endpoint({
      method: 'GET',
      path: '/openapi.json',
      operationId: 'document',
      summary: 'This document',
      answer: anyObject,
      appless: true,
      handle: () => openApiDocument(endpoints, apps.given.length > 1, prefix),
    }),
  ]
  return endpoints
}
