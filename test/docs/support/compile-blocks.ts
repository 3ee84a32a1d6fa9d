import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { CodeBlock } from '../../../scripts/docs/code-blocks.ts'
import { MODULES, SETUPS } from './setups.ts'

const run = promisify(execFile)

/** In the repository, where the package finds itself by its name. */
const folder = new URL('../../../.docs-blocks/', import.meta.url)
const tsc = new URL('../../../node_modules/typescript/bin/tsc', import.meta.url)

/** Blocks of JavaScript are compiled as TypeScript that leaves types out. */
const LAX = { strict: false, exactOptionalPropertyTypes: false }
const COMMON = {
  isolatedDeclarations: false,
  declaration: false,
  noUnusedLocals: false,
  // As in a stock project of Next.js, and `import './orders.ts'` is refused there.
  allowImportingTsExtensions: false,
}

/** Type-checks blocks against the built package. @returns what the compiler says, empty when all is well */
export async function compileBlocks(blocks: readonly CodeBlock[]): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  const outputs = await Promise.all([
    compile(
      'typed',
      blocks.filter(({ language }) => language !== 'js'),
      COMMON,
    ),
    compile(
      'untyped',
      blocks.filter(({ language }) => language === 'js'),
      { ...COMMON, ...LAX },
    ),
  ])
  return outputs.join('')
}

async function compile(
  name: string,
  blocks: readonly CodeBlock[],
  compilerOptions: object,
): Promise<string> {
  const directory = new URL(`${name}/`, folder)
  await mkdir(directory, { recursive: true })
  const files = blocks.map((block) => [fileName(block), moduleOf(block)] as const)
  const config = { extends: '../../tsconfig.json', compilerOptions, include: ['*'], exclude: [] }
  const all = [...files, ...Object.entries(MODULES), ['tsconfig.json', JSON.stringify(config)]]
  await Promise.all(all.map(([file = '', text = '']) => writeFile(new URL(file, directory), text)))
  try {
    await run(process.execPath, [tsc.pathname, '-p', directory.pathname], { cwd: directory })
    return ''
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout)
  }
}

/** Tells the page and the line. */
function fileName({ path, line, language }: CodeBlock): string {
  return `${path.replaceAll('/', '__')}-line-${line}.${language === 'tsx' ? 'tsx' : 'ts'}`
}

function moduleOf({ code, language, meta, path, line }: CodeBlock): string {
  const names = meta['with']?.split(',') ?? []
  const setups = names.map((name) => {
    const setup = SETUPS[name]
    if (setup === undefined) throw new Error(`${path}:${line}: there is no set-up "${name}"`)
    return setup
  })
  const shown = language === 'vue' ? (/<script[^>]*>(.*)<\/script>/s.exec(code)?.[1] ?? '') : code
  return [...setups, shown, 'export {}', ''].join('\n')
}
