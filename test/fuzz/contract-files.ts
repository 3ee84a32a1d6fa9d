import fc from 'fast-check'
import { type ContractFile, eventsFromJsonSchema } from '../../src/contracts.ts'
import { createPusherFake, type PusherApp } from '../../src/index.ts'
import { json, mutated, objectOf } from './garbage.ts'
import { ownError } from './own-errors.ts'
import { type Target, target } from './target.ts'

const KEYWORDS = ['type', 'properties', 'items', '$ref', '$defs', '$id', 'pattern', 'anyOf', 'enum']

const schema = objectOf(
  fc.oneof(json, fc.constantFrom('"object"', '"#/$defs/A"', '{}', 'true')),
  fc.constantFrom(...KEYWORDS),
)
const file = mutated(
  objectOf(
    fc.oneof({ weight: 4, arbitrary: objectOf(schema) }, { weight: 1, arbitrary: json }),
    fc.constantFrom('orders', 'private-*', '$defs', '$schema', 'a b', '__proto__'),
  ),
)

/** Files of contracts, and events that are held to them. */
export const contractFiles: Target = target('contract files', 4_000, file, (given, count) => {
  for (const text of given) {
    try {
      const contracts = JSON.parse(text) as ContractFile
      const fake: PusherApp = createPusherFake({
        logger: false,
        events: eventsFromJsonSchema(contracts),
      })
      for (const [channel, events] of Object.entries(contracts)) {
        for (const event of Object.keys(Object(events))) {
          fake.trigger(channel.replace('*', '1'), event || 'e', { id: 1, items: [text] })
        }
      }
      fake.close()
      count('accepted')
    } catch (error) {
      count(error instanceof SyntaxError ? 'no JSON' : ownError(error))
    }
  }
})
