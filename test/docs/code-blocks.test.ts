import { readFile } from 'node:fs/promises'
import { pusherFakeMatchers } from 'pusher-js-fake/matchers'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CodeBlock, codeBlocks } from '../../scripts/docs/code-blocks.ts'
import { markdownFiles } from '../../scripts/docs/markdown-files.ts'
import { readQuoted } from '../../scripts/docs/region.ts'
import { isCopied } from '../../scripts/docs/stock-projects.ts'
import { COVERAGE_HELP, parseCoverageCommand } from '../../src/coverage/coverage-command.ts'
import { INIT_HELP, parseInitOptions } from '../../src/init/init-options.ts'
import { HELP, parseCommand } from '../../src/standalone/command/cli-options.ts'
import { parseSweepCommand, SWEEP_HELP } from '../../src/sweep/command/sweep-options.ts'
import { compileBlocks } from './support/compile-blocks.ts'

const root = new URL('../../', import.meta.url)
/** Matchers of Playwright or testing-library. */
const OF_OTHERS = ['toHaveText', 'toHaveLength', 'toHaveProperty']
/** The commands that are not the server. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  init: (args) => parseInitOptions(args, '/'),
  coverage: parseCoverageCommand,
  sweep: parseSweepCommand,
}
const texts: { path: string; markdown: string }[] = []
const blocks: CodeBlock[] = []

beforeAll(async () => {
  for (const path of await markdownFiles(root)) {
    const markdown = await readFile(new URL(path, root), 'utf8')
    texts.push({ path, markdown })
    blocks.push(...codeBlocks(path, markdown))
  }
})

const sourceOf = ({ meta }: CodeBlock) => meta['from']?.split('#')[0] ?? ''
const withoutComments = (code: string) => code.replace(/^ *\/\/.*/gm, '')
const bare = (file: string) => file.replace(/\.[jt]sx?$/, '')
const at = ({ path, line }: CodeBlock) => `${path}:${line}`

test('every block that quotes a file shows what is there; npm run docs:examples mends it', async () => {
  const quotes = blocks.filter(({ meta }) => meta['from'] !== undefined)
  expect(quotes.length).toBeGreaterThan(20)
  for (const block of quotes) {
    const source = await readQuoted(root, block, blocks)
    expect.soft(block.code, at(block)).toBe(source)
  }
})

test('every block compiles as copied, in stock projects of Next.js, Vite and Storybook', async () => {
  expect(blocks.filter(isCopied).length).toBeGreaterThan(90)
  expect(await compileBlocks(blocks)).toBe('')
}, 60_000)

test('a file that a block imports is shown by its page', () => {
  const importing = blocks.filter(
    (block) => block.meta['from'] !== undefined && !('part' in block.meta),
  )
  for (const block of importing) {
    const shown = blocks.filter(({ path }) => path === block.path).map(sourceOf)
    const imported = withoutComments(block.code).matchAll(/from '\.{1,2}\/(?:.*\/)?([^/']+)'/g)
    for (const [, name = ''] of imported) {
      const isShown = shown.some((file) => bare(file).endsWith(`/${bare(name)}`))
      expect.soft(isShown, `${at(block)}: ${name}`).toBe(true)
    }
  }
})

test('matchers that a page names exist', () => {
  const names = new Set(Object.keys(pusherFakeMatchers))
  for (const { path, markdown } of texts.filter((text) =>
    /^(docs|README|skills)/.test(text.path),
  )) {
    for (const [, name = ''] of markdown.matchAll(/`(toHave[A-Z]\w+)/g)) {
      expect.soft([...names, ...OF_OTHERS], path).toContain(name)
    }
  }
})

test('what the pages of backends show is what test:backends runs', () => {
  const pages = ['rails', 'laravel', 'pest', 'django', 'plain-http']
  const shown = blocks.filter(({ path }) =>
    pages.some((page) => path === `docs/frameworks/${page}.md`),
  )
  expect(shown.length).toBeGreaterThan(15)
  for (const { path, line, language, meta } of shown) {
    if (!['ruby', 'erb', 'php', 'python', 'go'].includes(language)) continue
    const isRun = meta['from']?.startsWith('fixtures/backend/') ?? 'no-check' in meta
    expect.soft(isRun, `${path}:${line}`).toBe(true)
  }
})

test('a block that is not checked, or no whole, says why', () => {
  for (const block of blocks) {
    const why = block.meta['no-check'] ?? block.meta['part']
    if (why !== undefined) expect.soft(why.length, at(block)).toBeGreaterThan(15)
  }
})

test('blocks of JSON are JSON', () => {
  for (const block of blocks.filter(({ language }) => language === 'json')) {
    expect.soft(() => JSON.parse(block.code), at(block)).not.toThrow()
  }
})

describe('shell', () => {
  const commandsOf = (pattern: RegExp): { where: string; args: string[] }[] =>
    blocks
      .filter(({ language, meta }) => language === 'sh' && !('no-check' in meta))
      .flatMap((block) =>
        block.code.split('\n').flatMap((line) =>
          [...line.replace(/ #.*$/, '').matchAll(pattern)].map(([, args = '']) => ({
            where: at(block),
            args: args.trim().split(/\s+/),
          })),
        ),
      )

  test('scripts that are run exist, in the package of the page or in the whole', async () => {
    const run = commandsOf(/npm run ([\w:-]+)/g)
    expect(run.length).toBeGreaterThan(0)
    for (const { where, args } of run) {
      const packages = [root, new URL('.', new URL(where.replace(/:\d+$/, ''), root))]
      const scripts = await Promise.all(packages.map(scriptsOf))
      expect.soft(scripts.flat(), where).toContain(args[0])
    }
  })

  test('the command takes the options that it is shown with', () => {
    const calls = commandsOf(/npx pusher-js-fake\b([^&|]*)/g)
    expect(calls.length).toBeGreaterThan(5)
    for (const { where, args } of calls) {
      const given = args.filter((arg) => arg !== '')
      const parse = () => COMMANDS[given[0] ?? '']?.(given.slice(1)) ?? parseCommand(given, {})
      expect.soft(parse, where).not.toThrow()
    }
  })

  test('options of the command that the text names exist', () => {
    for (const { path, markdown } of texts.filter((text) => text.path.startsWith('docs/'))) {
      for (const [, option = ''] of markdown.matchAll(/`(--[a-z-]+)[^`]*`/g)) {
        expect
          .soft(HELP + INIT_HELP + COVERAGE_HELP + SWEEP_HELP, path)
          .toMatch(new RegExp(`${option}\\b`))
      }
    }
  })
})

test('the README is no longer than 200 lines', () => {
  const readme = texts.find(({ path }) => path === 'README.md')?.markdown
  expect(readme?.split('\n').length).toBeLessThanOrEqual(201)
})

async function scriptsOf(folder: URL): Promise<string[]> {
  const json = await readFile(new URL('package.json', folder), 'utf8').catch(() => '{}')
  return Object.keys(JSON.parse(json).scripts ?? {})
}
