import type { Realm } from '../realm/realm.ts'
import { READY_STATES } from './fake-websocket.ts'
import { createLayer, inheritedProperty } from './websocket-layer.ts'

/** A class, whatever it makes. */
export type Newable = new (...args: never[]) => object

/** Makes a fake's socket; undefined leaves it to the original class. */
export type ConstructSocket = (args: unknown[], newTarget: Newable) => object | undefined

/** What stood in a realm's `WebSocket`: a class whose sockets are as the standard has them, or a stub, or nothing. */
type Original =
  | { readonly kind: 'native'; readonly value: Newable }
  | { readonly kind: 'stub'; readonly value: Newable }
  | { readonly kind: 'none' }

/**
 * The class that stands in place of a realm's WebSocket. It makes everybody's sockets, so that `constructor`,
 * `instanceof`, subclasses and `super` agree for all of them; those that are no fake's are the original's in
 * everything they do.
 */
export function createWebSocketClass(
  realm: Realm,
  given: unknown,
  construct: ConstructSocket,
): typeof WebSocket {
  const original = classify(realm, given)
  const layer = layerOver(realm, original)

  const Constructor = function WebSocket(...args: unknown[]): object {
    if (new.target === undefined) {
      throw new TypeError(
        "Failed to construct 'WebSocket': Please use the 'new' operator, this DOM object constructor cannot be called as a function.",
      )
    }
    const asked = new.target as unknown as Newable
    const newTarget = asked === Constructor ? Class : asked
    // As of any class: a target that has no prototype gets the class's own.
    const shaped = isObject(newTarget.prototype) ? newTarget : Class
    return construct(args, shaped) ?? constructOriginal(original, args, newTarget, Class)
  } as unknown as Newable
  Object.defineProperty(Constructor, 'prototype', { value: layer, writable: false })
  // A bound function shows no source, as a native class shows none.
  const Class = Function.prototype.bind.call(Constructor, undefined) as typeof WebSocket
  Object.setPrototypeOf(Class, parentOf(realm, original))
  Object.defineProperties(Class, {
    ...symbolsLacking(Class, realm.EventTarget),
    ...statics(original),
    name: { value: 'WebSocket', configurable: true, writable: false, enumerable: false },
    length: { value: 1, configurable: true, writable: false, enumerable: false },
    prototype: { value: layer, configurable: false, writable: false, enumerable: false },
    // Sockets that were made before the fake came are WebSockets too.
    [Symbol.hasInstance]: {
      value(this: unknown, candidate: unknown): boolean {
        if (this !== Class && this !== Constructor) return isOrdinaryInstance(this, candidate)
        const isOurs = isObject(candidate) && Object.prototype.isPrototypeOf.call(layer, candidate)
        return isOurs || isInstance(original, candidate)
      },
      configurable: true,
      writable: true,
      enumerable: false,
    },
  })
  Object.defineProperty(layer, 'constructor', { value: Class, configurable: true, writable: true })
  return Class
}

function classify(realm: Realm, given: unknown): Original {
  if (!isConstructorLike(given)) return { kind: 'none' }
  return { kind: isComplete(realm, given) ? 'native' : 'stub', value: given }
}

/** happy-dom's class does not extend its window's EventTarget, but has the same methods. */
function isComplete(realm: Realm, { prototype }: Newable): boolean {
  const targets = realm.EventTarget.prototype
  if (!isObject(prototype)) return false
  const isTarget =
    Object.prototype.isPrototypeOf.call(targets, prototype) ||
    Reflect.get(prototype, 'addEventListener') === targets.addEventListener
  const hasGetter = (name: string) => inheritedProperty(prototype, name)?.get !== undefined
  const hasMethod = (name: string) =>
    typeof inheritedProperty(prototype, name)?.value === 'function'
  return isTarget && ['url', 'readyState'].every(hasGetter) && ['send', 'close'].every(hasMethod)
}

function layerOver(realm: Realm, original: Original): object {
  if (original.kind === 'native') {
    return createLayer(original.value.prototype, original.value.prototype)
  }
  const base = realm.EventTarget.prototype
  const members: unknown = original.kind === 'stub' ? original.value.prototype : undefined
  return createLayer(base, isObject(members) ? members : base)
}

function parentOf(realm: Realm, original: Original): object | null {
  switch (original.kind) {
    case 'native':
      return Object.getPrototypeOf(original.value)
    case 'stub':
      // Whoever has put it there asks it what it was called with.
      return original.value
    case 'none':
      return realm.EventTarget
  }
}

function statics(original: Original): PropertyDescriptorMap {
  if (original.kind === 'native') return Object.getOwnPropertyDescriptors(original.value)
  if (original.kind === 'stub') return {}
  return Object.fromEntries(
    Object.entries(READY_STATES).map(([name, value]) => [name, { value, enumerable: true }]),
  )
}

/** Node knows an EventTarget by a symbol of its constructor, which a spy over the class does not inherit. */
function symbolsLacking(Class: object, target: object): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.getOwnPropertySymbols(target)
      .filter((symbol) => !(symbol in Class))
      .map((symbol) => [symbol, { ...Object.getOwnPropertyDescriptor(target, symbol) }]),
  )
}

function constructOriginal(
  original: Original,
  args: unknown[],
  newTarget: Newable,
  Class: Newable,
): object {
  switch (original.kind) {
    case 'native':
      return Reflect.construct(original.value, args, newTarget)
    case 'stub':
      // Its sockets are of its own kind.
      return Reflect.construct(
        original.value,
        args,
        newTarget === Class ? original.value : newTarget,
      )
    case 'none':
      throw new TypeError('WebSocket is not a constructor: this realm has none of its own')
  }
}

function isInstance(original: Original, candidate: unknown): boolean {
  if (original.kind === 'none' || !isObject(original.value.prototype)) return false
  return candidate instanceof original.value
}

function isOrdinaryInstance(subclass: unknown, candidate: unknown): boolean {
  return Reflect.apply(Function.prototype[Symbol.hasInstance], subclass, [candidate])
}

function isConstructorLike(value: unknown): value is Newable {
  return typeof value === 'function'
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
