import type { Case } from './case.ts'
import { classCases } from './class-cases.ts'
import { closeCases } from './close-cases.ts'
import { constructorCases } from './constructor-cases.ts'
import { eventCases } from './event-cases.ts'
import { handlerCases } from './handler-cases.ts'
import { memberCases } from './member-cases.ts'

/** What https://websockets.spec.whatwg.org, DOM and Web IDL say of sockets, each to be tried on two kinds of them. */
export const cases: Readonly<Record<string, Case>> = {
  ...constructorCases,
  ...memberCases,
  ...closeCases,
  ...handlerCases,
  ...eventCases,
  ...classCases,
}
