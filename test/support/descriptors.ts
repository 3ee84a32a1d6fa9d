/** Descriptors by where they stand, such as `WebSocket.prototype.send`. */
export type Descriptors = Readonly<Record<string, PropertyDescriptor>>

const REALM = ['WebSocket', 'fetch', 'XMLHttpRequest', 'HTMLScriptElement', 'Worker'] as const
const EVENTS = ['EventTarget', 'Event', 'MessageEvent', 'CloseEvent', 'EventSource'] as const
const MODULES = ['node:dns', 'node:dns/promises', 'node:url', 'node:net', 'node:http'] as const

/** All that an install may touch in a realm and in Node: globals with their members, and modules. */
export function descriptorsOf(realm: object, ...others: readonly object[]): Descriptors {
  const all: Record<string, PropertyDescriptor> = {}
  const note = (path: string, owner: unknown) => {
    if (Object(owner) !== owner) return
    for (const name of Reflect.ownKeys(Object(owner))) {
      const descriptor = Object.getOwnPropertyDescriptor(owner, name)
      if (descriptor !== undefined) all[`${path}.${String(name)}`] = descriptor
    }
  }
  for (const name of [...REALM, ...EVENTS]) {
    const descriptor = Object.getOwnPropertyDescriptor(realm, name)
    if (descriptor !== undefined) all[name] = descriptor
    const value: unknown = Reflect.get(realm, name)
    note(name, value)
    note(`${name}.prototype`, Reflect.get(Object(value), 'prototype'))
  }
  for (const name of MODULES) note(name, process.getBuiltinModule(name))
  note('net.Socket.prototype', process.getBuiltinModule('node:net').Socket.prototype)
  note('Function.prototype', Function.prototype)
  for (const [at, other] of others.entries()) note(`other ${at}`, other)
  return all
}

/** Where two differ: in what is there, or in one field of a descriptor. */
export function changes(before: Descriptors, after: Descriptors): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => {
    const [old, now] = [before[path], after[path]]
    return old === undefined || now === undefined || !isSame(old, now)
  })
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor): boolean {
  const fields = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'] as const
  return fields.every((field) => Object.is(one[field], other[field]))
}
