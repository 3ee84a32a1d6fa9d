import { type Endpoint, endpoint } from './endpoint.ts'
import { eventEndpoints } from './endpoints/events.ts'
import { faultEndpoints } from './endpoints/faults.ts'
import { peerEndpoints } from './endpoints/peers.ts'
import { stateEndpoints } from './endpoints/state.ts'
import { waitEndpoints } from './endpoints/waits.ts'
import { openApiDocument } from './openapi.ts'
import { json, record, type Schema } from './schema.ts'

const anyObject: Schema<object> = record(json)

/** The whole API for these apps: what is routed, and what the document says. */
export function createEndpoints(appIds: readonly string[], prefix: string): readonly Endpoint[] {
  const endpoints: readonly Endpoint[] = [
    ...stateEndpoints,
    ...eventEndpoints,
    ...waitEndpoints,
    ...faultEndpoints,
    ...peerEndpoints,
    endpoint({
      method: 'GET',
      path: '/openapi.json',
      operationId: 'document',
      summary: 'This document',
      answer: anyObject,
      appless: true,
      handle: () => openApiDocument(endpoints, appIds, prefix),
    }),
  ]
  return endpoints
}
