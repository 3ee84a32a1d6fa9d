/** Pages that a build has written, for `pages.e2e.ts` to check. */
export interface BuiltSite {
  readonly name: string
  /** Directory of the built files, from the root of the repository. */
  readonly root: string
  /** Path under which the site is built to live. @default '/' */
  readonly base?: string
  /** Pages to check, from `base`: one of each kind is enough. */
  readonly pages: readonly string[]
  /** The command that writes the files, for who has not run it yet. */
  readonly buildCommand: string
  /** What a theme that is not ours has drawn, each with the reason why it stays as it is. */
  readonly notOurs?: Readonly<Record<string, string>>
}

export const BUILT_SITES: readonly BuiltSite[] = [
  {
    name: 'docs',
    root: 'docs/dist',
    pages: [
      '.',
      'guide/getting-started',
      'tools/playwright',
      'about/features',
      'troubleshooting',
      'reference/pusher-js-fake/playwright',
    ],
    buildCommand: 'npm run docs:build',
    notOurs: {
      '.DocSearch':
        "VitePress's search button shows the keys that it has, which its name leaves out",
    },
  },
]
