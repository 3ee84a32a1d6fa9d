/** Changes to a text, by its own positions. Where one lies in what another replaces, the other counts. */
export class Edits {
  readonly #source: string
  readonly #edits: { readonly start: number; readonly end: number; readonly text: string }[] = []

  constructor(source: string) {
    this.#source = source
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text })
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text)
  }

  /** The text as it becomes. What is put in at one place stands in the order in which it was put in. */
  apply(): string {
    let result = ''
    let from = 0
    // At one place, what is put in comes before what is taken out.
    const sorted = this.#edits.toSorted(
      (one, other) =>
        one.start - other.start ||
        Number(one.end > one.start) - Number(other.end > other.start) ||
        other.end - one.end,
    )
    for (const { start, end, text } of sorted) {
      if (start < from) continue
      result += this.#source.slice(from, start) + text
      from = end
    }
    return result + this.#source.slice(from)
  }
}
