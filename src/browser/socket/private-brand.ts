/** Marks objects with a value that only the brand can read. */
export interface PrivateBrand<Value> {
  stamp(target: object, value: Value): void
  /** @returns undefined for what was never stamped */
  read(target: unknown): Value | undefined
}

/** A constructor that makes nothing: what it is given gets the private fields of the class that extends it. */
const Given = function given(target: object): object {
  return target
} as unknown as new (
  target: object,
) => object

/** A private field is no property: nobody sees it, a frozen object takes it, and a WeakMap is slower. */
export function privateBrand<Value>(): PrivateBrand<Value> {
  class Stamped extends Given {
    readonly #value: Value

    constructor(target: object, value: Value) {
      super(target)
      this.#value = value
    }

    static read(target: object): Value | undefined {
      return #value in target ? target.#value : undefined
    }
  }
  return {
    stamp: (target, value) => void new Stamped(target, value),
    read: (target) =>
      typeof target === 'object' && target !== null ? Stamped.read(target) : undefined,
  }
}
