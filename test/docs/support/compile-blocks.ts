import { execFile } from 'node:child_process'
import { cp, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { CodeBlock } from '../../../scripts/docs/code-blocks.ts'
import { isCopied, pasteBlocks, STOCK_PROJECTS } from '../../../scripts/docs/stock-projects.ts'

const run = promisify(execFile)

/** In the repository, where the package finds itself by its name. */
const folder = new URL('../../../.docs-blocks/', import.meta.url)
const stock = new URL('../../../fixtures/packages/', import.meta.url)
const tsc = new URL('../../../node_modules/typescript/bin/tsc', import.meta.url)

/**
 * Type-checks each block as a reader copies it, in the stock projects where the reader would paste it, against the
 * built package. @returns what the compiler says, empty when all is well
 */
export async function compileBlocks(blocks: readonly CodeBlock[]): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  const copied = blocks.filter(isCopied)
  const outputs = STOCK_PROJECTS.map(async ({ name, tsconfig, takes }) => {
    const directory = fileURLToPath(new URL(`${name}/`, folder))
    await pasteBlocks(directory, copied.filter(takes), blocks)
    // Other versions than 7 take the types of Node without being told, and Next.js has one of them.
    await writeFile(`${directory}/environment.d.ts`, '/// <reference types="node" />\n')
    await cp(new URL(`${name}/${tsconfig}`, stock), `${directory}/tsconfig.json`)
    return compile(directory)
  })
  return (await Promise.all(outputs)).join('')
}

async function compile(directory: string): Promise<string> {
  try {
    await run(process.execPath, [tsc.pathname, '-p', directory, '--incremental', 'false'])
    return ''
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error)) throw error
    return `${error.stdout}`
  }
}
