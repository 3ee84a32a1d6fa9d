import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isRecord } from '../../protocol/json.ts'
import { fakeOptions, fileOf, indent, quote } from '../code.ts'
import { at, readConfigLiterals, textsOf } from '../config-literals.ts'
import { isOlder, type Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'
import type { SourceScan } from '../source-scan.ts'
import { placeTest, runs, type TestFiles } from '../test-path.ts'

/** What init reads of Vitest's configuration. */
export interface VitestSetup {
  readonly files: TestFiles
}

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']
const CONFIGS = ['vitest.config', 'vite.config'].flatMap((name) =>
  EXTENSIONS.map((extension) => `${name}.${extension}`),
)
/** Vitest's own defaults. */
const INCLUDE = ['**/*.{test,spec}.?(c|m)[jt]s?(x)']
const EXCLUDE = ['**/node_modules/**', '**/.git/**']

/** @returns undefined when the project does not use Vitest */
export function readVitest(project: Project): VitestSetup | undefined {
  if (project.dependency('vitest') === undefined) return undefined
  const config = project.find(CONFIGS)
  const literals = config === undefined ? undefined : readConfigLiterals(config)
  const test = at(literals, 'test')
  const projects = at(test, 'projects')
  const first = Array.isArray(projects)
    ? projects.find((item) => isRecord(item) && item['test'] !== undefined)
    : undefined
  const sources = [at(first, 'test'), test]
  const listOf = (name: string) =>
    sources.map((source) => textsOf(at(source, name))).find((texts) => texts.length > 0)
  const root = [
    at(first, 'root'),
    at(first, 'test', 'root'),
    at(test, 'root'),
    at(literals, 'root'),
  ]
    .flatMap(textsOf)
    .at(0)
  const dir = sources.flatMap((source) => textsOf(at(source, 'dir'))).at(0)
  return {
    files: {
      suffixes: ['test', 'spec'],
      root: resolve(config === undefined ? project.root : dirname(config), root ?? '.', dir ?? '.'),
      include: listOf('include') ?? INCLUDE,
      exclude: [...EXCLUDE, ...(listOf('exclude') ?? [])],
    },
  }
}

export function proposeVitest(
  project: Project,
  { files }: VitestSetup,
  settings: PusherSettings,
  scan: SourceScan,
  others: readonly TestFiles[],
): Proposal {
  const tool = 'Vitest'
  const user = scan.users.get('vitest')
  if (user !== undefined) return { tool, settled: `${user} uses pusher-js-fake/vitest` }
  if (isOlder(project, 'vitest', [4])) {
    return { tool, settled: 'pusher-js-fake/vitest needs Vitest 4 or later' }
  }
  if (project.dependency('pusher-js') === undefined) {
    return { tool, settled: 'its fixture needs pusher-js, which package.json does not name' }
  }
  const path = placeTest(files, 'pusher', extensionOf(project), foldersOf(files), others)
  if (path === undefined) {
    return { tool, settled: 'found no file name that its include pattern takes; see the README' }
  }
  return {
    tool,
    files: [{ path, content: testOf(project, settings) }],
    manual: others.some((other) => runs(other, path))
      ? [
          {
            what: `Playwright would run ${project.show(path)} too. In its configuration:`,
            lines: ["testDir: './e2e',"],
          },
        ]
      : [],
    commands: [project.runCommand(['vitest', 'run', 'pusher'])],
  }
}

export function extensionOf({ typescript }: Project): string {
  return typescript ? 'ts' : 'js'
}

/** The folders that hold tests by custom, those that exist first. */
export function foldersOf({ root }: TestFiles): string[] {
  return ['src', 'test', 'tests', '__tests__', 'app'].filter((name) => existsSync(join(root, name)))
}

function testOf({ typescript }: Project, settings: PusherSettings): string {
  const { key = 'app-key', cluster = 'mt1', echo } = settings
  const data = typescript ? '(data: unknown)' : '(data)'
  const client =
    echo === undefined
      ? [
          `const pusher = new Pusher(${quote(key)}, { cluster: ${quote(cluster)} })`,
          `pusher.subscribe('orders').bind('created', ${data} => received.push(data))`,
        ]
      : [
          ...echoOptions(echo, key, cluster),
          `echo.channel('orders').listen('.created', ${data} => received.push(data))`,
        ]
  return fileOf(
    ...(echo === undefined ? [] : ["import Echo from 'laravel-echo'"]),
    "import Pusher from 'pusher-js'",
    "import { test as base } from 'pusher-js-fake/vitest'",
    "import { expect } from 'vitest'",
    '',
    'const test = base.extend({',
    '  pusherFakeOptions: {',
    indent(fakeOptions(settings), 4),
    '  },',
    '})',
    '',
    '// Next: render the part of the app that listens, in place of the client that is made here.',
    "test('an event of the service is received', async ({ pusherFake }) => {",
    typescript ? '  const received: unknown[] = []' : '  const received = []',
    indent(client),
    "  await expect(pusherFake).toHaveSubscribed('orders')",
    '',
    "  pusherFake.trigger('orders', 'created', { id: 1 })",
    '',
    '  expect(received).toEqual([{ id: 1 }])',
    '})',
  )
}

function echoOptions(echo: 'pusher' | 'reverb', key: string, cluster: string): string[] {
  const host =
    echo === 'reverb' ? "wsHost: 'reverb.test', wsPort: 80" : `cluster: ${quote(cluster)}`
  return [
    'const echo = new Echo({',
    `  broadcaster: '${echo}',`,
    `  key: ${quote(key)},`,
    `  ${host.replace(', ', ',\n  ')},`,
    '  Pusher,',
    '})',
  ]
}
