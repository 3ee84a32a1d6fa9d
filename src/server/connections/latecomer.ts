/** Somebody who is not there yet: what is meant for them waits, in its order. */
export class Latecomer<Target> {
  #target: Target | undefined
  #waiting: ((target: Target) => void)[] = []

  /** At once, or when they arrive. */
  tell(action: (target: Target) => void): void {
    if (this.#target === undefined) this.#waiting.push(action)
    else action(this.#target)
  }

  arrive(target: Target): void {
    this.#target = target
    const waiting = this.#waiting
    this.#waiting = []
    for (const action of waiting) action(target)
  }
}
