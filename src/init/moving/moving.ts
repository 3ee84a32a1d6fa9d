import { Imports } from './imports.ts'
import { lineOf, type Node } from './syntax.ts'
import type { TestFile } from './test-file.ts'

export type Runner = 'jest' | 'vitest'

/** What a person has to see to. */
export interface Decision {
  readonly line: number
  readonly what: string
}

/** A test file while it is moved. */
export class Moving {
  readonly file: TestFile
  readonly imports: Imports
  readonly runner: Runner
  /** Whether it names `pusherFake`. */
  usesFake = false
  readonly #decisions: Decision[] = []

  constructor(file: TestFile, runner: Runner) {
    this.file = file
    this.imports = new Imports(file)
    this.runner = runner
  }

  get decisions(): readonly Decision[] {
    return this.#decisions.toSorted((one, other) => one.line - other.line)
  }

  decide(at: Node | number, what: string): void {
    this.#decisions.push({ line: typeof at === 'number' ? at : lineOf(at), what })
  }

  /** The lines of the file in which a node stands. */
  textAround({ loc }: Node): string {
    const lines = this.file.source.split('\n')
    return lines.slice((loc?.start.line ?? 1) - 1, loc?.end.line).join('\n')
  }
}
