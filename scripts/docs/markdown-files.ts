import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Markdown that is generated or of others. */
const EXCLUDED = ['THIRD-PARTY-NOTICES.md']

/** The repository's own Markdown files, as paths from its root. */
export async function markdownFiles(root: URL): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.md'],
    { cwd: root },
  )
  return stdout
    .split('\n')
    .filter((path) => path !== '' && !EXCLUDED.includes(path))
    .sort()
}
