import { readFile, writeFile } from 'node:fs/promises'
import { absoluteLinks } from './absolute-links.ts'
import type { Repository } from './repository.ts'

/**
 * Writes into package.json and README.md what npm has to know of the repository that publishes them, which
 * the repository itself does not say: it may be anybody's fork.
 *
 * @param folder ends with a slash
 * @returns puts both files back
 */
export async function stampPackage(
  folder: URL,
  repository: Repository,
): Promise<() => Promise<void>> {
  const stamps = [
    { file: new URL('package.json', folder), stamp: withRepository },
    { file: new URL('README.md', folder), stamp: absoluteLinks },
  ]
  const before = await Promise.all(
    stamps.map(async ({ file, stamp }) => ({ file, stamp, text: await readFile(file, 'utf8') })),
  )
  for (const { file, stamp, text } of before) await writeFile(file, stamp(text, repository))
  return async () => {
    for (const { file, text } of before) await writeFile(file, text)
  }
}

function withRepository(manifest: string, { url }: Repository): string {
  const stamped = {
    ...JSON.parse(manifest),
    repository: { type: 'git', url: `git+${url}.git` },
    homepage: `${url}#readme`,
    bugs: { url: `${url}/issues` },
  }
  return `${JSON.stringify(stamped, undefined, 2)}\n`
}
