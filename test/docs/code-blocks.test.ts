import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CodeBlock, codeBlocks } from '../../scripts/docs/code-blocks.ts'
import { markdownFiles } from '../../scripts/docs/markdown-files.ts'
import { readRegion } from '../../scripts/docs/region.ts'
import { COVERAGE_HELP, parseCoverageCommand } from '../../src/coverage/coverage-command.ts'
import { INIT_HELP, parseInitOptions } from '../../src/init/init-options.ts'
import { HELP, parseCommand } from '../../src/standalone/command/cli-options.ts'
import { parseSweepCommand, SWEEP_HELP } from '../../src/sweep/command/sweep-options.ts'
import { compileBlocks } from './support/compile-blocks.ts'

const root = new URL('../../', import.meta.url)
/** The commands that are not the server. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  init: (args) => parseInitOptions(args, '/'),
  coverage: parseCoverageCommand,
  sweep: parseSweepCommand,
}
const COMPILED = ['ts', 'tsx', 'js', 'vue']

const texts: { path: string; markdown: string }[] = []
const blocks: CodeBlock[] = []

beforeAll(async () => {
  for (const path of await markdownFiles(root)) {
    const markdown = await readFile(new URL(path, root), 'utf8')
    texts.push({ path, markdown })
    blocks.push(...codeBlocks(path, markdown))
  }
})

const at = ({ path, line }: CodeBlock) => `${path}:${line}`

test('every block that quotes a file shows what is there; npm run docs:examples mends it', async () => {
  const quotes = blocks.filter(({ meta }) => meta['from'] !== undefined)
  expect(quotes.length).toBeGreaterThan(20)
  for (const block of quotes) {
    const source = await readRegion(root, block.meta['from'] ?? '')
    expect.soft(block.code, at(block)).toBe(source)
  }
})

test('every other block compiles against the built package', async () => {
  const compiled = blocks.filter(
    ({ language, meta }) =>
      COMPILED.includes(language) && !('from' in meta) && !('no-check' in meta),
  )
  expect(compiled.length).toBeGreaterThan(10)
  expect(await compileBlocks(compiled)).toBe('')
}, 60_000)

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

test('a block that is not checked says why', () => {
  for (const block of blocks.filter(({ meta }) => 'no-check' in meta)) {
    expect.soft(block.meta['no-check']?.length, at(block)).toBeGreaterThan(15)
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
