/** Where the source of a release is to be found. */
export interface Repository {
  /** Such as `https://github.com/owner/name`. */
  readonly url: string
  /** The commit or tag that is published. */
  readonly ref: string
}

/**
 * The repository that a workflow of GitHub runs in, by the variables that it sets there.
 *
 * @throws Error that names the variable that is missing or wrong
 */
export function readRepository(env: Readonly<Record<string, string | undefined>>): Repository {
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_SHA: ref = 'main' } = env
  const name = env['GITHUB_REPOSITORY']
  if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(name)) {
    throw new Error(
      `GITHUB_REPOSITORY must be "owner/name", got ${JSON.stringify(name)}. GitHub sets it in a workflow; elsewhere write GITHUB_REPOSITORY=owner/name npm run release -- --dry-run.`,
    )
  }
  return { url: new URL(name, `${server}/`).href, ref }
}
