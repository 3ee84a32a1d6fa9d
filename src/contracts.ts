/**
 * Contracts of events as a file of JSON Schemas, for tests, Storybook and backends alike.
 *
 * @module pusher-js-fake/contracts
 */
export {
  type ContractFile,
  type EventsOfFile,
  eventsFromJsonSchema,
} from './contracts/json-schema/events-from-json-schema.ts'
