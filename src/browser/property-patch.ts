/**
 * Replaces a property and can put back the very descriptor that was there.
 *
 * The replacement is read by a getter: where somebody else has patched over it and puts it back after it was
 * undone, the first read finds that out and puts the original back in turn.
 */
export class PropertyPatch<Value> {
  readonly original: Value
  readonly #owner: object
  readonly #name: string
  readonly #replacement: Value
  readonly #descriptor: PropertyDescriptor | undefined
  readonly #get: () => Value
  #undone = false

  constructor(owner: object, name: string, replace: (original: Value) => Value) {
    this.#owner = owner
    this.#name = name
    this.#descriptor = Object.getOwnPropertyDescriptor(owner, name)
    this.original = Reflect.get(owner, name) as Value
    this.#replacement = replace(this.original)
    const enumerable = this.#descriptor?.enumerable ?? true
    this.#get = () => {
      if (!this.#undone) return this.#replacement
      this.#putBack()
      return Reflect.get(owner, name) as Value
    }
    Object.defineProperty(owner, name, {
      get: this.#get,
      set(value: Value) {
        Object.defineProperty(owner, name, {
          value,
          configurable: true,
          writable: true,
          enumerable,
        })
      },
      configurable: true,
      enumerable,
    })
  }

  /** Whether nobody has replaced the replacement. */
  get inPlace(): boolean {
    const current = Object.getOwnPropertyDescriptor(this.#owner, this.#name)
    return current?.get === this.#get || current?.value === this.#replacement
  }

  /** Undoes the patch; leaves what somebody else has put over it. */
  restore(): void {
    const { inPlace } = this
    this.#undone = true
    if (inPlace) this.#putBack()
  }

  #putBack(): void {
    if (this.#descriptor === undefined) Reflect.deleteProperty(this.#owner, this.#name)
    else Object.defineProperty(this.#owner, this.#name, this.#descriptor)
  }
}
