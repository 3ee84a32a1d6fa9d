/** How a file writes what another may write otherwise. */
export class Style {
  /** What a statement ends with. */
  readonly end: string
  readonly newline: string
  readonly #quote: string

  constructor(source: string) {
    const count = (pattern: RegExp) => source.match(pattern)?.length ?? 0
    this.#quote = count(/"/g) > count(/'/g) ? '"' : "'"
    this.end = count(/;[ \t]*$/gm) > count(/[)\w'"][ \t]*$/gm) ? ';' : ''
    this.newline = source.includes('\r\n') ? '\r\n' : '\n'
  }

  quote(text: string): string {
    return `${this.#quote}${text.replace(new RegExp(`[\\\\${this.#quote}]`, 'g'), '\\$&')}${this.#quote}`
  }
}
