/** Replaces a property and can put back the very descriptor that was there. */
export class PropertyPatch<Value> {
  readonly original: Value
  readonly #owner: object
  readonly #name: string
  readonly #replacement: Value
  readonly #descriptor: PropertyDescriptor | undefined

  constructor(owner: object, name: string, replace: (original: Value) => Value) {
    this.#owner = owner
    this.#name = name
    this.#descriptor = Object.getOwnPropertyDescriptor(owner, name)
    this.original = Reflect.get(owner, name) as Value
    this.#replacement = replace(this.original)
    Object.defineProperty(owner, name, {
      value: this.#replacement,
      configurable: true,
      writable: true,
      enumerable: this.#descriptor?.enumerable ?? true,
    })
  }

  /** Whether nobody has replaced the replacement. */
  get inPlace(): boolean {
    return Reflect.get(this.#owner, this.#name) === this.#replacement
  }

  /** Undoes the patch; leaves what somebody else has put over it. */
  restore(): void {
    if (!this.inPlace) return
    if (this.#descriptor === undefined) Reflect.deleteProperty(this.#owner, this.#name)
    else Object.defineProperty(this.#owner, this.#name, this.#descriptor)
  }
}
