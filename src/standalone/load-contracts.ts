import type { ContractFile } from '../contracts/json-schema/events-from-json-schema.ts'
import type { EventSchemas } from '../server/contracts/event-schemas.ts'

/**
 * The option `events` of a file of JSON Schemas; their validator is loaded with the first.
 *
 * @throws PusherFakeError `invalid_option`
 */
export async function loadContracts(file: ContractFile): Promise<EventSchemas> {
  const { eventsFromJsonSchema } = await import(
    '../contracts/json-schema/events-from-json-schema.ts'
  )
  return eventsFromJsonSchema(file)
}
