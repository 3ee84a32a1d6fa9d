import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CodeBlock, codeBlocks } from './code-blocks.ts'
import { markdownFiles } from './markdown-files.ts'
import { isCopied, pasteBlocks, STOCK_PROJECTS } from './stock-projects.ts'

const root = new URL('../../', import.meta.url)

/** Writes into a copy of a stock project every block of README and docs that its reader would paste there. */
export async function pasteDocs(directory: string): Promise<void> {
  const project = STOCK_PROJECTS.find(({ name }) => directory.includes(name))
  if (project === undefined) throw new Error(`${directory} is no stock project`)
  const all: CodeBlock[] = []
  for (const path of await markdownFiles(root)) {
    all.push(...codeBlocks(path, await readFile(new URL(path, root), 'utf8')))
  }
  const copied = all.filter((block) => isCopied(block) && project.takes(block))
  await pasteBlocks(directory, copied, all)
  // What the reader of the page on recordings has.
  const recording = 'fixtures/recordings/chrome.har'
  await cp(new URL(recording, root), join(directory, recording), { recursive: true })
}
