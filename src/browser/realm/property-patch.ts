import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { standIn } from './stand-in.ts'

/** What was there when this was loaded. */
export const ownFetch: unknown = globalThis.fetch

/**
 * Replaces a property and can put back the very descriptor that was there.
 *
 * The replacement stands behind an accessor, which stays when others assign to the property: they may put
 * ours back after it was undone, by an assignment or by the descriptor that they had found. The accessor
 * sees the one at once and the other at the next read, and puts the original back in turn.
 */
export class PropertyPatch<Value> {
  readonly original: Value
  readonly #owner: object
  readonly #name: string
  readonly #replacement: () => Value
  readonly #descriptor: PropertyDescriptor | undefined
  readonly #get: () => Value
  /** What reads get: the replacement, or what somebody has assigned. */
  #current: () => Value
  #undone = false

  /**
   * @param prepare is called at once; what it returns makes the replacement, and is asked at each read
   * @throws PusherFakeError `frozen_global` where the property cannot be replaced; nothing is changed then
   */
  constructor(owner: object, name: string, prepare: (original: Value) => () => Value) {
    this.#owner = owner
    this.#name = name
    // Node defines a global when it is read first: in a frozen one it is the reading that throws.
    if (Object.isFrozen(owner)) throw frozenGlobal(name)
    // Read first: an accessor of an earlier patch, which somebody has put back, gives way to what was there.
    this.original = Reflect.get(owner, name) as Value
    this.#descriptor = Object.getOwnPropertyDescriptor(owner, name)
    this.#replacement = prepare(this.original)
    this.#current = this.#replacement
    this.#get = () => {
      if (this.#undone && this.#current === this.#replacement) {
        this.#putBack()
        return this.original
      }
      return this.#current()
    }
    this.#put()
  }

  /** Whether nobody has replaced the replacement. */
  get inPlace(): boolean {
    if (this.#isOurAccessor) return this.#current === this.#replacement
    const value: unknown = this.#isPlain
      ? Reflect.get(this.#owner, this.#name)
      : Object.getOwnPropertyDescriptor(this.#owner, this.#name)?.value
    return value === this.#replacement()
  }

  get #isOurAccessor(): boolean {
    return Object.getOwnPropertyDescriptor(this.#owner, this.#name)?.get === this.#get
  }

  /** Undoes the patch; leaves what somebody else has put over it, unless that was there before. */
  restore(): void {
    const { inPlace } = this
    this.#undone = true
    if (inPlace) this.#putBack()
    // Who has put it there was beneath ours, and will not ask for ours.
    else if (this.#isOurAccessor && this.#wasBefore(this.#current())) this.#assign(this.#current())
  }

  /** Whether it is the original, or the platform's own. A wrapper may name itself as the constructor of what it wraps. */
  #wasBefore(value: unknown): boolean {
    const { prototype } = Object(value)
    const isPlatforms =
      typeof value === 'function' &&
      prototype?.constructor === value &&
      prototype !== Object(this.#replacement()).prototype &&
      Object.hasOwn(prototype, Symbol.toStringTag)
    return isPlatforms || value === this.original || value === ownFetch
  }

  #put(): void {
    const isDone = this.#isPlain
      ? Reflect.set(this.#owner, this.#name, this.#replacement()) && this.inPlace
      : Reflect.defineProperty(this.#owner, this.#name, {
          get: this.#get,
          set: (value: Value) => this.#assign(value),
          configurable: true,
          enumerable: this.#descriptor?.enumerable ?? true,
        })
    if (!isDone) throw frozenGlobal(this.#name)
  }

  /** It can be assigned, and no more. */
  get #isPlain(): boolean {
    const { configurable, writable, set } = this.#descriptor ?? {}
    return configurable === false && (writable === true || set !== undefined)
  }

  #assign(value: Value): void {
    const isOurs = value === this.#replacement()
    this.#current = isOurs ? this.#replacement : () => value
    if (!this.#undone) return
    this.#putBack()
    if (isOurs || value === this.original) return
    // An accessor that was there before keeps its place, as without ours.
    if (this.#descriptor?.set !== undefined) Reflect.set(this.#owner, this.#name, value)
    else {
      const enumerable = this.#descriptor?.enumerable ?? true
      const shape = { configurable: true, writable: true, enumerable }
      Reflect.defineProperty(this.#owner, this.#name, { ...shape, value })
    }
  }

  /** Where somebody has frozen the owner meanwhile, reads give the original all the same. */
  #putBack(): void {
    if (this.#isPlain) Reflect.set(this.#owner, this.#name, this.original)
    else if (this.#descriptor === undefined) Reflect.deleteProperty(this.#owner, this.#name)
    else Reflect.defineProperty(this.#owner, this.#name, this.#descriptor)
  }
}

/** Replaces a property by what is made at once. @throws PusherFakeError `frozen_global` */
export function replaceProperty<Value>(
  owner: object,
  name: string,
  replace: (original: Value) => Value,
): PropertyPatch<Value> {
  return new PropertyPatch<Value>(owner, name, (original) => {
    const replacement = replace(original)
    return () => replacement
  })
}

/** Replaces a function until what it returns is called. @throws PusherFakeError `frozen_global` */
export function patchFunction<Value extends (...args: never[]) => unknown>(
  owner: object,
  name: string,
  replace: (original: Value) => Value,
): () => void {
  const patch = replaceProperty<Value>(owner, name, (original) =>
    standIn(original, replace(original)),
  )
  return () => patch.restore()
}

export function frozenGlobal(name: string): PusherFakeError {
  return new PusherFakeError(
    'frozen_global',
    `"${name}" cannot be replaced: something has frozen it, such as Object.freeze(globalThis) or Object.defineProperty without "configurable: true". Install the fake before that runs: in a setup file, or as the first import of the test.`,
  )
}
