import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { above, type CodeBlock } from './code-blocks.ts'
import { splitImports } from './used-imports.ts'

/** A project that its tool has just made, in fixtures/packages, and which blocks a reader pastes there. */
export interface StockProject {
  readonly name: string
  readonly tsconfig: string
  takes(block: CodeBlock): boolean
}

const isStory = ({ path, code }: CodeBlock) =>
  path === 'docs/tools/storybook.md' || /from '@?storybook/.test(code)

export const STOCK_PROJECTS: readonly StockProject[] = [
  {
    name: 'stock-nextjs',
    tsconfig: 'tsconfig.json',
    takes: (block) => block.language !== 'vue' && !isStory(block),
  },
  {
    // With Storybook, which leaves the settings of Vite's project as they are.
    name: 'stock-vite',
    tsconfig: 'tsconfig.app.json',
    takes: ({ path }) => path !== 'docs/frameworks/nextjs.md',
  },
]

const LANGUAGES = ['ts', 'tsx', 'js', 'jsx', 'vue']
/** Installed and run as they stand. */
const RUN_ELSEWHERE = /^fixtures\/(packages|runtimes)\//

/** Whether a block is code that has to compile as copied. */
export function isCopied({ language, meta }: CodeBlock): boolean {
  if (meta['no-check'] !== undefined || meta['part'] !== undefined) return false
  if (RUN_ELSEWHERE.test(meta['from'] ?? '')) return false
  return LANGUAGES.includes(language) || meta['file'] !== undefined
}

/** Writes each block as a reader pastes it, in a folder of its page. @param all the blocks of the pages */
export async function pasteBlocks(
  directory: string,
  blocks: readonly CodeBlock[],
  all: readonly CodeBlock[],
): Promise<void> {
  for (const block of blocks) {
    const [first = block] = above(block, all)
    const path = join(directory, fileName(first))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, textOf(block, all))
  }
}

/** A block may say its file's name, in its first line or its fence; what continues it is in the same file. */
function fileName({ path, line, language, meta, code }: CodeBlock): string {
  const page = `src/${path.replace('.md', '').replaceAll('/', '-')}`
  const [, titled = meta['file']] = /^\/\/ (?:src\/)?(\S+\.[jt]sx?)\b/.exec(code) ?? []
  const isTest = /from 'vitest'/.test(code) && /^test\(/m.test(code)
  const extension = language === 'vue' ? 'ts' : language
  return `${page}/${titled ?? `line-${line}${isTest ? '.test' : ''}.${extension}`}`
}

function textOf(block: CodeBlock, all: readonly CodeBlock[]): string {
  if (block.language === 'json') return block.code
  const script = [...above(block, all), block].map(scriptOf).join('\n')
  const place = block.meta['with']
  if (place === undefined) return `${script}\nexport {}\n`
  const pasted = PLACES[place]
  if (pasted === undefined) throw new Error(`${block.path}:${block.line}: no place "${place}"`)
  const { imports, body } = splitImports(script)
  return [...imports, pasted.before, body, pasted.after, ''].join('\n')
}

/** Where a block is pasted that is no module of its own, by the name in its fence: `with=fake`. */
const PLACES: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  /** In a test, whose service it calls `fake`. */
  fake: {
    before: `import { test } from 'pusher-js-fake/vitest'\ntest('', async ({ pusherFake: fake }) => {`,
    after: '})',
  },
}

function scriptOf({ language, code }: CodeBlock): string {
  return language === 'vue' ? (/<script[^>]*>(.*)<\/script>/s.exec(code)?.[1] ?? '') : code
}
