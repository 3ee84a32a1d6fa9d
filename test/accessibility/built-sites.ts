/** Pages that a build has written, for `pages.e2e.ts` to check. */
export interface BuiltSite {
  readonly name: string
  /** Directory of the built files, from the root of the repository. */
  readonly root: string
  /** Path under which the site is built to live. @default '/' */
  readonly base?: string
  /** Pages to check, from `base`: one of each kind is enough. */
  readonly pages: readonly string[]
}

export const BUILT_SITES: readonly BuiltSite[] = []
