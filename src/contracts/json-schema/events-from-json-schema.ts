import { PusherFakeError, showValue } from '../../errors/pusher-fake-error.ts'
import { isRecord } from '../../protocol/json.ts'
import type { StandardSchema } from '../../server/contracts/event-schemas.ts'
import { compileJsonSchema } from './compile-json-schema.ts'

/**
 * Contracts as JSON: channels, or patterns such as `private-user-*`, to events to JSON Schemas. `$defs` has what
 * they share, as `{ "$ref": "#/$defs/Order" }`; `$schema` names their draft, by default 2020-12.
 */
export type ContractFile = Readonly<Record<string, unknown>>

/** The option `events` that a file of contracts stands for: its channels and events, with any data. */
export type EventsOfFile<File extends ContractFile> = {
  readonly [Pattern in Exclude<keyof File & string, `$${string}`>]: {
    readonly [Name in keyof File[Pattern] & string]: StandardSchema
  }
}

const OWN_KEYS = ['$schema', '$defs', '$id', '$comment']

/**
 * Makes the option `events` of a file of JSON Schemas, which backends can read as well. Drafts 4, 7, 2019-09 and
 * 2020-12, with their formats.
 *
 * @throws PusherFakeError `invalid_option` that names the channel, the event, and what is wrong
 *
 * @example
 * import contracts from './contracts.json' with { type: 'json' }
 * const fake = createPusherFake({ events: eventsFromJsonSchema(contracts) })
 */
export function eventsFromJsonSchema<const File extends ContractFile>(
  file: File,
): EventsOfFile<File> {
  const { $schema, $defs = {}, ...rest } = readRecord(file, 'the contracts')
  if ($schema !== undefined && typeof $schema !== 'string') {
    throw wrong(`"$schema" must be the address of a draft, got ${showValue($schema)}.`)
  }
  const definitions = readRecord($defs, '"$defs"')
  const events = Object.entries(rest)
    .filter(([pattern]) => !OWN_KEYS.includes(pattern))
    .map(([pattern, schemas]) => {
      if (pattern.startsWith('$')) {
        throw wrong(`unknown key "${pattern}". Known are ${OWN_KEYS.join(', ')}, and channels.`)
      }
      const entries = Object.entries(readRecord(schemas, `"${pattern}"`)).map(([event, schema]) => {
        const compiled = compileJsonSchema(schema, { definitions, draft: $schema })
        if (typeof compiled !== 'string') return [event, compiled] as const
        throw wrong(`"${event}" on "${pattern}": ${compiled}`)
      })
      return [pattern, Object.fromEntries(entries)] as const
    })
  return Object.fromEntries(events) as EventsOfFile<File>
}

function readRecord(value: unknown, what: string): Record<string, unknown> {
  if (isRecord(value)) return value
  throw wrong(`${what} must be an object, got ${showValue(value)}.`)
}

function wrong(message: string): PusherFakeError {
  return new PusherFakeError('invalid_option', `eventsFromJsonSchema: ${message}`)
}
