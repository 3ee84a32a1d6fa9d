import type { Case } from './case.ts'
import { classCases } from './class-cases.ts'
import { closeCases } from './close-cases.ts'
import { constructorCases } from './constructor-cases.ts'
import { dispatchCases } from './dispatch-cases.ts'
import { eventCases } from './event-cases.ts'
import { handlerCases } from './handler-cases.ts'
import { type Host, isEngine } from './host.ts'
import { memberCases } from './member-cases.ts'
import { reflectionCases } from './reflection-cases.ts'
import { sendCases } from './send-cases.ts'
import { urlCases } from './url-cases.ts'

/** What a realm's own socket has to be a browser's for: libraries have other distances. */
const engineCases: Readonly<Record<string, Case>> = {
  ...urlCases,
  ...sendCases,
  ...reflectionCases,
}

/** What https://websockets.spec.whatwg.org, DOM and Web IDL say of sockets, each to be tried on two kinds of them. */
const commonCases: Readonly<Record<string, Case>> = {
  ...constructorCases,
  ...memberCases,
  ...closeCases,
  ...handlerCases,
  ...dispatchCases,
  ...eventCases,
  ...classCases,
}

/** The cases of a host. */
export function casesOf(host: Host): Readonly<Record<string, Case>> {
  return isEngine(host) ? { ...commonCases, ...engineCases } : commonCases
}
