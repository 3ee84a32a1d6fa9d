import type { Payload } from './payload-history.ts'

/** What the inspector can ask of the service. */
export interface InspectorActions {
  trigger(payload: Payload): void
  disconnect(): void
  setOffline(on: boolean): void
  setRefusing(on: boolean): void
}
