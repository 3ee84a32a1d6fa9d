/** Items that come by and by, taken one at a time. */
export class Queue<Item> {
  readonly #items: Item[] = []
  #wake: (() => void) | undefined

  push(item: Item): void {
    this.#items.push(item)
    this.#wake?.()
  }

  /** What has come and is not taken. */
  get waiting(): readonly Item[] {
    return this.#items
  }

  /** Resolves with the next item, at once when it is there, with undefined when none comes in time. */
  async take(patience: number): Promise<Item | undefined> {
    if (this.#items.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    return this.#items.shift()
  }
}
