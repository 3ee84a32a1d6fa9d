import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { eventsFromJsonSchema } from 'pusher-js-fake/contracts'
import { describe, expect, test } from 'vitest'

const CONTRACTS = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $defs: {
    Item: {
      type: 'object',
      properties: { price: { type: 'number' }, seen: { type: 'string', format: 'date-time' } },
      required: ['price'],
    },
  },
  orders: {
    created: {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        items: { type: 'array', items: { $ref: '#/$defs/Item' } },
      },
      required: ['id'],
      additionalProperties: false,
    },
    deleted: true,
  },
  'private-user-*': {
    renamed: { properties: { name: { anyOf: [{ type: 'string' }, { type: 'null' }] } } },
  },
}

function fakeOf(contracts: Record<string, unknown>): PusherFake {
  return createPusherFake({ logger: false, events: eventsFromJsonSchema(contracts) })
}

test('a file of JSON Schemas is the contracts of its channels and events', () => {
  const fake = createPusherFake({ events: eventsFromJsonSchema(CONTRACTS), strict: true })
  fake.trigger('orders', 'created', { id: 1, items: [{ price: 2, seen: '2026-01-01T00:00:00Z' }] })
  fake.trigger('orders', 'deleted', { whatever: true })
  fake.trigger('private-user-1', 'renamed', { name: null })
  // @ts-expect-error the names are typed
  expect(() => fake.trigger('orders', 'creatd', {})).toThrow('Did you mean "created"?')
})

test.each([
  [{}, ['the data: Instance does not have required property "id"']],
  [{ id: 1, more: 2 }, ['more: is not allowed']],
  [
    { id: 1.5, items: [{ price: 1 }, { price: 'dear' }, {}] },
    ['id: ', 'items[1].price: Instance type "string"', 'items[2]: Instance does not have'],
  ],
  [{ id: 1, items: [{ price: 1, seen: 'yesterday' }] }, ['items[0].seen: ']],
])('%j: the issues lead to what is wrong, and to nothing around it', (data, issues) => {
  const fake = fakeOf(CONTRACTS)
  let message = ''
  try {
    fake.trigger('orders', 'created', data)
  } catch (error) {
    message = String(error)
  }
  const lines = message.split('\n').slice(1, -1)
  expect(lines).toEqual(issues.map((issue) => expect.stringContaining(issue)))
})

test('what is no keyword of JSON Schema is none, and a schema that leads to itself is used', () => {
  const node = {
    type: 'object',
    properties: { next: { $ref: '#/$defs/Node' } },
    example: { type: 'x' },
  }
  const fake = fakeOf({ $defs: { Node: node }, orders: { created: { $ref: '#/$defs/Node' } } })
  fake.trigger('orders', 'created', { next: { next: {} } })
  expect(() => fake.trigger('orders', 'created', { next: { next: 1 } })).toThrow('next.next: ')
})

test('the file is left as it was, and may be frozen', () => {
  const text = JSON.stringify(CONTRACTS)
  const frozen = JSON.parse(text, (_, value) => Object.freeze(value))
  fakeOf(frozen).trigger('orders', 'created', { id: 1 })
  expect(Reflect.ownKeys(CONTRACTS.orders.created)).toEqual(Object.keys(CONTRACTS.orders.created))
})

test.each(['http://json-schema.org/draft-07/schema#', 'http://json-schema.org/draft-04/schema#'])(
  '%s',
  ($schema) => {
    const created = {
      definitions: { Id: { type: 'number' } },
      properties: { id: { $ref: '#/definitions/Id' } },
    }
    const fake = fakeOf({ $schema, orders: { created } })
    fake.trigger('orders', 'created', { id: 1 })
    expect(() => fake.trigger('orders', 'created', { id: '1' })).toThrow('id: ')
  },
)

describe('what is wrong with a file is named', () => {
  test.each([
    [[], /the contracts must be an object/],
    [{ $defs: [] }, /"\$defs" must be an object/],
    [{ $schema: 7 }, /"\$schema" must be the address of a draft/],
    [{ $events: {} }, /unknown key "\$events"/],
    [{ orders: [] }, /"orders" must be an object/],
    [{ orders: { created: 'object' } }, /"created" on "orders": expected a JSON Schema/],
    [{ orders: { created: { type: 'strng' } } }, /"created" on "orders": unknown type "strng"/],
    [
      { orders: { created: { items: { $ref: '#/$defs/Item' } } } },
      /"#\/\$defs\/Item" leads nowhere/,
    ],
    [{ orders: { created: { $id: 'http://' } } }, /"created" on "orders": .*URL/],
    [{ orders: { created: { patternProperties: { '(': {} } } } }, /"\(" is no regular/],
    [{ orders: { created: { properties: { id: { pattern: '(' } } } } }, /"\(" is no regular/],
  ])('%j', (contracts, message) => {
    const read = () => eventsFromJsonSchema(contracts as Record<string, unknown>)
    expect(read).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    expect(read).toThrow(message)
  })
})
