/** A run of tests in another language. */
export interface Suite {
  readonly name: string
  /** Programs of which the first that works is used. */
  readonly programs: readonly string[]
  /** Shows whether a program has what the suite needs. */
  readonly probe: readonly string[]
  /** A command that shows whether the rest of what it needs is there. */
  readonly needs?: readonly string[]
  readonly args: readonly string[]
  /** Of the repository, where it runs; its root when there is none. */
  readonly folder?: string
  /** What to install for it. */
  readonly missing: string
}

/** A run of the tests of a whole app, with the helper that `init` writes into it. */
export interface AppSuite extends Omit<Suite, 'folder'> {
  /** A folder of `fixtures/backend`. */
  readonly app: string
  /** What of the app this run has not. */
  readonly without?: readonly string[]
  /** What stands in a file of the app in place of what. */
  readonly replace?: Readonly<Record<string, readonly [what: string, by: string]>>
  /** The lines that `init` leaves to a person, which the app has. */
  readonly byHand: readonly string[]
  /**
   * Two processes that wait for each other. With `beside` they find a server that was started before them, without it
   * they share that of their parent.
   */
  readonly workers?: 'beside' | 'parent'
  readonly env?: Readonly<Record<string, string>>
}

// Debian's own has Debian's packages.
export const PYTHONS = ['/usr/bin/python3', 'python3', 'python'] as const
