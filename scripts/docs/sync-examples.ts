import { readFile, writeFile } from 'node:fs/promises'
import { codeBlocks } from './code-blocks.ts'
import { markdownFiles } from './markdown-files.ts'
import { readRegion } from './region.ts'

// Writes into every block with `from=` the code that it is to show, out of files that CI runs.

const root = new URL('../../', import.meta.url)

for (const path of await markdownFiles(root)) {
  const file = new URL(path, root)
  const markdown = await readFile(file, 'utf8')
  const lines = markdown.split('\n')
  // From the last to the first, so that the line numbers before stay right.
  for (const { line, code, meta } of codeBlocks(path, markdown).reverse()) {
    if (meta['from'] === undefined) continue
    const indent = ' '.repeat((lines[line - 1] ?? '').search(/\S/))
    const shown = await readRegion(root, meta['from'])
    const replacement = shown.split('\n').map((text) => (text === '' ? '' : indent + text))
    const { length } = code.split('\n')
    const isEmpty = lines[line]?.trim().startsWith('```') ?? false
    lines.splice(line, isEmpty ? 0 : length, ...replacement)
  }
  const written = lines.join('\n')
  if (written === markdown) continue
  await writeFile(file, written)
  console.log(`Updated ${path}`)
}
