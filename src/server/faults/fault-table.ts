import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { ABNORMAL_CLOSURE, closeReason } from '../../protocol/close-codes.ts'
import { checkOptions, type Rule } from '../check-options.ts'
import type { Connection } from '../connections/connection.ts'
import { endConnection } from '../connections/end-connection.ts'
import { encodeJson } from '../encode-json.ts'
import type { Engine } from '../engine.ts'
import { withoutUndefined } from '../without-undefined.ts'
import type { FaultName, FaultOptions, FaultTarget, LastingFaults } from './fault.ts'
import {
  ANYTHING,
  CLOSE_CODE,
  COUNT,
  DIRECTION,
  FLAG,
  MILLISECONDS,
  type OptionKind,
  ORDINAL,
  PROBABILITY,
  STATUS,
  TEXT,
} from './option-kinds.ts'

/** What a fault takes and does; a lasting one ends by leaving the engine's list. */
export interface FaultDescription<Options, Lasts extends boolean = boolean> {
  /** Whether it lasts until it is restored. */
  readonly lasts: Lasts
  readonly options: { readonly [Name in keyof Options]-?: OptionKind }
  /** Options that the method takes by position, before an object of the others; they are required. */
  readonly positional: readonly (keyof Options & string)[]
  /** What happens at once. */
  readonly happens?: (engine: Engine, options: Options) => void
}

const target = { socketId: TEXT }

const message = {
  channel: TEXT,
  event: TEXT,
  direction: DIRECTION,
  frame: ORDINAL,
  ...target,
  times: COUNT,
  probability: PROBABILITY,
}

/** @throws PusherFakeError `not_connected` when there is no such connection */
function assertTarget(engine: Engine, { socketId }: FaultTarget): void {
  targets(engine, socketId)
}

/** Every fault. API, control API, Storybook's parameters, inspector and journal read this table. */
export const FAULTS: {
  readonly [Name in FaultName]: FaultDescription<
    FaultOptions[Name],
    Name extends keyof LastingFaults ? true : false
  >
} = {
  disconnect: {
    lasts: false,
    options: { ...target, code: CLOSE_CODE, reason: TEXT },
    positional: [],
    happens(engine, { socketId, code = ABNORMAL_CLOSURE, reason = closeReason(code) }) {
      for (const connection of targets(engine, socketId)) {
        endConnection(engine, connection, code, reason)
      }
    },
  },
  sendRaw: {
    lasts: false,
    options: { frame: ANYTHING, ...target },
    positional: ['frame'],
    happens(engine, { frame, socketId }) {
      // Half a surrogate pair has no bytes in UTF-8.
      const text = typeof frame === 'string' ? frame.toWellFormed() : encodeJson(frame, 'A frame')
      const wireFrame = { time: engine.now(), event: '', channel: undefined, text }
      for (const connection of targets(engine, socketId)) connection.deliver(wireFrame)
    },
  },
  goOffline: {
    lasts: true,
    options: {},
    positional: [],
    happens(engine) {
      for (const connection of targets(engine, undefined)) {
        endConnection(engine, connection, ABNORMAL_CLOSURE, '')
      }
    },
  },
  refuseConnections: {
    lasts: true,
    options: { code: CLOSE_CODE, message: TEXT },
    positional: [],
  },
  stall: {
    lasts: true,
    options: {},
    positional: [],
  },
  silence: {
    lasts: true,
    options: { ...target, connected: FLAG },
    positional: [],
    happens: assertTarget,
  },
  latency: {
    lasts: true,
    options: { ms: MILLISECONDS },
    positional: ['ms'],
  },
  jitter: {
    lasts: true,
    options: { min: MILLISECONDS, max: MILLISECONDS },
    positional: ['min', 'max'],
    happens(_, { min, max }) {
      if (min <= max) return
      throw new PusherFakeError(
        'invalid_option',
        `faults.jitter: min must not be more than max, got ${min} and ${max}.`,
      )
    },
  },
  lose: {
    lasts: true,
    options: message,
    positional: [],
    happens: assertTarget,
  },
  duplicate: {
    lasts: true,
    options: message,
    positional: [],
    happens: assertTarget,
  },
  delay: {
    lasts: true,
    options: { ms: MILLISECONDS, ...message },
    positional: ['ms'],
    happens: assertTarget,
  },
  reorder: {
    lasts: true,
    options: message,
    positional: [],
    happens: assertTarget,
  },
  cut: {
    lasts: true,
    options: { code: CLOSE_CODE, reason: TEXT, ...message },
    positional: [],
    happens: assertTarget,
  },
  failSubscription: {
    lasts: true,
    options: { channel: TEXT, status: STATUS, body: TEXT, request: ORDINAL, times: COUNT },
    positional: ['channel'],
  },
  failAuthentication: {
    lasts: true,
    options: { status: STATUS, body: TEXT },
    positional: [],
  },
  failRest: {
    lasts: true,
    options: { status: STATUS, body: TEXT, times: COUNT },
    positional: [],
  },
}

export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS) as FaultName[]

/** Whether it lasts until it is restored. */
export function isLasting(name: FaultName): name is keyof LastingFaults {
  return FAULTS[name].lasts
}

/** @throws PusherFakeError `invalid_option` that begins with `where` */
export function checkedFault<Name extends FaultName>(
  name: Name,
  options: FaultOptions[Name],
  where: string,
): FaultOptions[Name] {
  const { options: kinds, positional } = FAULTS[name]
  const rules = Object.entries<OptionKind>(kinds).map(([option, kind]): [string, Rule] => {
    const { expected, check, hint } = kind
    const required = (positional as readonly string[]).includes(option)
    return [option, [expected, check, { required, ...(hint !== undefined && { hint }) }]]
  })
  checkOptions(options, Object.fromEntries(rules), where)
  return withoutUndefined(options) as FaultOptions[Name]
}

/** @throws PusherFakeError `not_connected` when there is no such connection */
function targets(engine: Engine, socketId: string | undefined): readonly Connection[] {
  const { connections } = engine
  if (socketId === undefined) return [...connections.values()]
  const connection = connections.get(socketId)
  if (connection !== undefined) return [connection]
  const known = [...connections.keys()].join(', ') || 'none'
  throw new PusherFakeError(
    'not_connected',
    `No connection has the socket id "${socketId}". Connected are: ${known}. It may have ended, or be of another fake; leave socketId out to mean all.`,
  )
}
