/** Descriptors of all own properties of some objects, by path. */
export type Snapshot = ReadonlyMap<string, PropertyDescriptor | undefined>

const PATCHED = [
  'WebSocket',
  'XMLHttpRequest',
  'fetch',
  'getWebSocketAPI',
  'getXHRAPI',
  'lookup',
  'parse',
  'connect',
  'Runtime',
]

/** The objects whose properties an installer may touch. */
export function watchedObjects(
  realm: object,
  more: Readonly<Record<string, object>> = {},
): Record<string, object> {
  const objects: Record<string, object> = { realm, ...more }
  for (const name of [
    'WebSocket',
    'XMLHttpRequest',
    'EventTarget',
    'Event',
    'MessageEvent',
    'fetch',
  ]) {
    const value: unknown = Reflect.get(realm, name)
    if (typeof value !== 'function') continue
    objects[name] = value
    const prototype: unknown = Reflect.get(value, 'prototype')
    if (typeof prototype === 'object' && prototype !== null)
      objects[`${name}.prototype`] = prototype
  }
  return objects
}

export function snapshot(objects: Readonly<Record<string, object>>): Snapshot {
  // What somebody has put back behind us is found out when it is read.
  for (const owner of Object.values(objects)) {
    for (const name of PATCHED) if (Object.hasOwn(owner, name)) Reflect.get(owner, name)
  }
  const entries = Object.entries(objects).flatMap(([path, owner]) =>
    Reflect.ownKeys(owner).map(
      (key) => [`${path}.${String(key)}`, Object.getOwnPropertyDescriptor(owner, key)] as const,
    ),
  )
  return new Map(entries)
}

/** Paths whose descriptors differ; values by identity. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => !isSame(before.get(path), after.get(path)))
}

function isSame(a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const fields = ['value', 'get', 'set', 'configurable', 'enumerable', 'writable'] as const
  return fields.every((field) => Object.is(a[field], b[field]))
}

/** Every order of the items. */
export function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  )
}
