import { glob } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Of others, generated, or left by a build or a test run. */
const EXCLUDED = ['THIRD-PARTY-NOTICES.md', 'node_modules', 'dist', 'reference', 'test-results']

/** The repository's own Markdown files, as paths from its root with slashes. */
export async function markdownFiles(root: URL): Promise<string[]> {
  const paths: string[] = []
  const found = glob('**/*.md', {
    cwd: fileURLToPath(root),
    exclude: (path) => {
      const name = path.split(/[\\/]/).at(-1) ?? ''
      return EXCLUDED.includes(name) || name.startsWith('.')
    },
  })
  for await (const path of found) paths.push(path.replaceAll('\\', '/'))
  return paths.sort()
}
