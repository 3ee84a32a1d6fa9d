import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Section } from './result.ts'
import { toMarkdown } from './tables.ts'

/** Its results stand between two comments. */
const PAGE = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))
const RESULTS = /(?<=<!-- results -->\n).*(?=<!-- \/results -->)/s

/** Puts results on the page, with its tables aligned as `npm run check` wants them. */
export async function writeResultsPage(about: string, sections: readonly Section[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8')
  const results = `\n${about}\n\n${toMarkdown(sections)}\n\n`
  await writeFile(
    PAGE,
    page.replace(RESULTS, () => results),
  )
  const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'))
  await promisify(execFile)(process.execPath, [biome, 'format', '--write', PAGE])
}
