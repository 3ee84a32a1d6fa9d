import type { types } from 'recast'
import type { Wanted } from './imports.ts'
import { lineOf, type Node, type Style } from './syntax.ts'

export type Runner = 'jest' | 'vitest'

/** What a person has to see to. */
export interface Decision {
  readonly line: number
  readonly what: string
}

/** A test file while it is moved. */
export class Moving {
  readonly file: types.namedTypes.File
  readonly source: string
  readonly runner: Runner
  readonly style: Style
  /** What the file is to import. */
  readonly wanted: Wanted[] = []
  /** Whether it names `pusherFake`. */
  usesFake = false
  readonly #decisions: Decision[] = []

  constructor(file: types.namedTypes.File, source: string, runner: Runner, style: Style) {
    this.file = file
    this.source = source
    this.runner = runner
    this.style = style
  }

  get decisions(): readonly Decision[] {
    return this.#decisions.toSorted((one, other) => one.line - other.line)
  }

  decide(at: Node | number, what: string): void {
    this.#decisions.push({ line: typeof at === 'number' ? at : lineOf(at), what })
  }

  /** The lines of the file in which a node stands. */
  textAround({ loc }: Node): string {
    const lines = this.source.split('\n')
    return lines.slice((loc?.start.line ?? 1) - 1, loc?.end.line).join('\n')
  }
}
