/** A file to write; one of that name is left as it is. */
export interface NewFile {
  /** Absolute. */
  readonly path: string
  readonly content: string
}

/** Lines to add to a file that exists. */
export interface Edit {
  /** Absolute. */
  readonly path: string
  /** What was read; the edit is not made to anything else. */
  readonly before: string
  readonly after: string
}

/** Something that only the reader can do. */
export interface Manual {
  readonly what: string
  readonly lines: readonly string[]
}

/** What one tool of the project needs. */
export interface Proposal {
  /** As it is called in sentences. */
  readonly tool: string
  /** Why nothing is proposed: the tool is set up, or cannot be. */
  readonly settled?: string
  readonly files?: readonly NewFile[]
  readonly edits?: readonly Edit[]
  readonly manual?: readonly Manual[]
  /** Commands that show the result. */
  readonly commands?: readonly string[]
}
