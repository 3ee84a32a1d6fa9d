import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import { wordFor } from '../server/check-options.ts'
import type {
  Breach,
  ContractPolicy,
  EventContracts,
  SentEvent,
} from '../server/contracts/event-contracts.ts'
import type { EventSchemas, StandardSchema } from '../server/contracts/event-schemas.ts'
import type { Engine } from '../server/engine.ts'
import { ChannelPatterns } from './channel-patterns.ts'
import { checkValue } from './schema-check.ts'

/** Issues that a message names; the others have the same causes as a rule. */
const SHOWN_ISSUES = 10

/** Options of `createPusherFake` about contracts. */
interface ContractOptions {
  readonly events?: EventSchemas
  readonly contracts: ContractPolicy
  readonly strict: boolean
}

/** Holds an app to what its options declare. @throws PusherFakeError `invalid_option` for what is no schema */
export function applyContracts(engine: Engine): void {
  const contracts = contractsOf(engine.options)
  engine.contracts = contracts
  if (contracts === undefined || !engine.options.strict) return
  engine.events.on('subscription', ({ socketId, channel }) => {
    const breach = contracts.breachOfSubscription(socketId, channel)
    if (breach !== undefined) engine.report({ ...breach, socketId, channel })
  })
}

function contractsOf({ events, contracts, strict }: ContractOptions): Contracts | undefined {
  if (events !== undefined) {
    const checked = new Contracts(events, contracts === 'warn' ? 'warn' : 'fail', strict)
    return contracts === 'off' ? undefined : checked
  }
  if (!strict) return undefined
  throw new PusherFakeError(
    'invalid_option',
    'Option "strict" needs "events": it reports what those do not declare.',
  )
}

/** What the app has declared about its events, by channel. */
class Contracts implements EventContracts {
  readonly policy: EventContracts['policy']
  readonly #strict: boolean
  readonly #names: readonly string[]
  readonly #channels: ChannelPatterns<ReadonlyMap<string, StandardSchema>>

  /** @throws PusherFakeError `invalid_option` that names the channel and the event */
  constructor(events: EventSchemas, policy: EventContracts['policy'], strict: boolean) {
    this.policy = policy
    this.#strict = strict
    this.#names = Object.keys(events)
    this.#channels = new ChannelPatterns(
      Object.entries(events).map(([pattern, schemas]) => [pattern, readSchemas(pattern, schemas)]),
    )
  }

  breachOf(sent: SentEvent): Breach | undefined {
    const { channel, event } = sent
    const found = this.#channels.get(channel)
    if (found === undefined) {
      if (!this.#strict) return undefined
      return undeclared(
        `${describe(sent)}, a channel that "events" does not declare`,
        channel,
        this.#names,
      )
    }
    const { pattern, value: schemas } = found
    const schema = schemas.get(event)
    if (schema === undefined) {
      if (!this.#strict) return undefined
      const names = [...schemas.keys()]
      return undeclared(
        `${describe(sent)}, an event that "${pattern}" does not declare`,
        event,
        names,
      )
    }
    const data = sent.data()
    if (!data.ok) return undefined
    const outcome = checkValue(schema, data.value)
    if (outcome.kind === 'matches') return undefined
    if (outcome.kind === 'unusable') {
      const message = `${describe(sent)}, and the schema of "${event}" on "${pattern}" ${outcome.reason}.`
      return { code: 'invalid_schema', message }
    }
    const more = outcome.issues.length - SHOWN_ISSUES
    const lines = outcome.issues.slice(0, SHOWN_ISSUES).map((issue) => `  ${issue}`)
    return {
      code: 'contract',
      message: [
        `${describe(sent)}, and its data break the contract of "${pattern}":`,
        ...lines,
        ...(more > 0 ? [`  and ${more} more`] : []),
        `It was sent with ${showValue(data.value)}. Send what the schema says, or change the schema where the app expects this.`,
      ].join('\n'),
    }
  }

  /** Why a subscription is to a channel that nothing is declared for. */
  breachOfSubscription(socketId: string, channel: string): Breach | undefined {
    if (channel.startsWith('#') || this.#channels.get(channel) !== undefined) return undefined
    const what = `Client ${socketId} subscribed to "${channel}", a channel that "events" does not declare`
    return undeclared(what, channel, this.#names)
  }
}

function describe({ sender, socketId, channel, event }: SentEvent): string {
  const who = sender === 'client' ? `Client ${socketId}` : `The ${sender}`
  return `${who} sent "${event}" on "${channel}"`
}

function undeclared(what: string, name: string, declared: readonly string[]): Breach {
  const meant = wordFor(name, declared)
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return {
    code: 'contract',
    message: `${what}.${hint} Declared are: ${declared.join(', ') || 'none'}.`,
  }
}

const PATTERN = /^#?[A-Za-z0-9_\-=@,.;*]+$/

function readSchemas(pattern: string, schemas: unknown): ReadonlyMap<string, StandardSchema> {
  const fail = (message: string): never => {
    throw new PusherFakeError('invalid_option', `Option "events": ${message}`)
  }
  if (!PATTERN.test(pattern)) {
    fail(
      `"${pattern}" names no channel. Write a name, or a pattern such as private-user-*; #server-to-user-* is for the events of users.`,
    )
  }
  if (!isRecord(schemas)) {
    return fail(`"${pattern}" must be an object of schemas by event, got ${showValue(schemas)}.`)
  }
  const entries = Object.entries(schemas).map(([event, schema]) => {
    if (isStandardSchema(schema)) return [event, schema] as const
    return fail(
      `"${event}" on "${pattern}" must be a Standard Schema, as zod 3.24, valibot 1 and arktype 2 make them, got ${showValue(schema)}. JSON Schema goes through eventsFromJsonSchema of pusher-js-fake/contracts.`,
    )
  })
  return new Map(entries)
}

/** Those of arktype are functions. */
function isStandardSchema(value: unknown): value is StandardSchema {
  if (Object(value) !== value) return false
  const standard: unknown = Reflect.get(Object(value), '~standard')
  return (
    isRecord(standard) && standard['version'] === 1 && typeof standard['validate'] === 'function'
  )
}
