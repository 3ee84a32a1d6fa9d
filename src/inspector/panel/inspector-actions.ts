import type { Payload } from './payload-history.ts'

/** What the inspector can ask of the service. */
export interface InspectorActions {
  trigger(payload: Payload): void
  setFault(name: string, on: boolean): void
}
