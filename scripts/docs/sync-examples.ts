import { readFile, writeFile } from 'node:fs/promises'
import { type CodeBlock, codeBlocks } from './code-blocks.ts'
import { markdownFiles } from './markdown-files.ts'
import { readQuoted } from './region.ts'

// Writes into every block with `from=` the code that it is to show, out of files that CI runs.

const root = new URL('../../', import.meta.url)

for (const path of await markdownFiles(root)) {
  const file = new URL(path, root)
  const markdown = await readFile(file, 'utf8')
  const blocks: CodeBlock[] = []
  for (const block of codeBlocks(path, markdown)) {
    const isQuote = block.meta['from'] !== undefined
    const code = isQuote ? await readQuoted(root, block, [...blocks, block]) : block.code
    blocks.push({ ...block, code })
  }
  const written = withCode(markdown, blocks)
  if (written === markdown) continue
  await writeFile(file, written)
  console.log(`Updated ${path}`)
}

function withCode(markdown: string, blocks: readonly CodeBlock[]): string {
  const lines = markdown.split('\n')
  // From the last to the first, so that the line numbers before stay right.
  for (const { line, code, meta } of blocks.toReversed()) {
    if (meta['from'] === undefined) continue
    const indent = ' '.repeat((lines[line - 1] ?? '').search(/\S/))
    const end = lines.findIndex((text, index) => index >= line && text.trim().startsWith('```'))
    const replacement = code.split('\n').map((text) => (text === '' ? '' : indent + text))
    lines.splice(line, end - line, ...replacement)
  }
  return lines.join('\n')
}
