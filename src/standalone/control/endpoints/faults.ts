import type { Fault, FaultName } from '../../../server/faults/fault.ts'
import { FAULT_DISPLAY } from '../../../server/faults/fault-display.ts'
import { FAULT_NAMES, FAULTS, isLasting } from '../../../server/faults/fault-table.ts'
import type { OptionKind } from '../../../server/faults/option-kinds.ts'
import { notFound } from '../control-error.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { count, id, identified, nothing } from '../models.ts'
import { array, described, invalid, json, object, oneOf, type Schema } from '../schema.ts'

const fault: Schema<Omit<Fault, 'options'> & { readonly options: unknown }> = described(
  object({
    id,
    name: oneOf(...FAULT_NAMES),
    options: described(json, {}) as Schema<unknown>,
    since: count,
  }),
  { title: 'Fault', description: 'A fault that is active' },
)

function schemaOf({ expected, json: described, check }: OptionKind): Schema<unknown> {
  return {
    json: { ...described, description: `Must be ${expected}` },
    parse(value, at) {
      if (value !== undefined && check(value)) return value
      throw invalid(at, expected, value)
    },
  }
}

/** Causes a fault of the table; one that lasts is told with its id. */
function faultEndpoint(name: FaultName): Endpoint {
  const { options, positional } = FAULTS[name]
  const fields = Object.entries<OptionKind>(options).map(
    ([option, kind]) => [option, schemaOf(kind)] as const,
  )
  const isRequired = ([option]: readonly [string, unknown]) =>
    (positional as readonly string[]).includes(option)
  return endpoint<{ readonly id?: number }, object, object>({
    method: 'POST',
    path: `/faults/${name}`,
    operationId: name,
    summary: FAULT_DISPLAY[name].summary,
    body: object(
      Object.fromEntries(fields.filter(isRequired)),
      Object.fromEntries(fields.filter((field) => !isRequired(field))),
    ),
    answer: isLasting(name) ? identified : nothing,
    handle({ session, body }) {
      const { id: begun } = session.app.faults.cause(name, body as Fault['options'])
      return isLasting(name) ? { id: begun } : {}
    },
  })
}

/** What can go wrong between an app and Pusher, on demand. */
export const faultEndpoints: readonly Endpoint[] = [
  ...FAULT_NAMES.map(faultEndpoint),
  endpoint({
    method: 'POST',
    path: '/faults/goOnline',
    operationId: 'goOnline',
    summary: 'Ends every goOffline',
    answer: nothing,
    handle({ session }) {
      session.app.faults.goOnline()
      return {}
    },
  }),
  endpoint({
    method: 'GET',
    path: '/faults',
    operationId: 'faults',
    summary: 'The faults that are active, oldest first',
    answer: array(fault),
    handle: ({ session }) => session.app.faults.active(),
  }),
  endpoint({
    method: 'DELETE',
    path: '/faults/{id}',
    operationId: 'restoreFault',
    summary: 'Ends one fault',
    parameters: identified,
    answer: nothing,
    handle({ session: { app }, parameters: { id: ended } }) {
      if (app.faults.end(ended)) return {}
      const known = app.faults.active().map((active) => active.id)
      throw notFound(`There is no fault ${ended}. There are: ${known.join(', ') || 'none'}.`)
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/faults',
    operationId: 'restoreFaults',
    summary: 'Ends every fault',
    answer: nothing,
    handle({ session }) {
      session.app.faults.restore()
      return {}
    },
  }),
]
