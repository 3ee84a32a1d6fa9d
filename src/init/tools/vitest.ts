import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isRecord } from '../../protocol/json.ts'
import { indent } from '../code.ts'
import { at, readConfigLiterals, textsOf } from '../config-literals.ts'
import { isOlder, type Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'
import type { SourceScan } from '../source-scan.ts'
import { placeTest, runs, type TestFiles } from '../test-path.ts'
import { readAngularTests } from './angular.ts'
import { firstTest } from './first-test.ts'

/** What init reads of Vitest's configuration. */
export interface VitestSetup {
  /** Of each of its projects, in their order. */
  readonly projects: readonly TestFiles[]
  /** Whether `ng test` runs it. */
  readonly isAngular?: boolean
}

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']
const CONFIGS = ['vitest.config', 'vite.config'].flatMap((name) =>
  EXTENSIONS.map((extension) => `${name}.${extension}`),
)
/** Vitest's own defaults. */
const INCLUDE = ['**/*.{test,spec}.?(c|m)[jt]s?(x)']
const EXCLUDE = ['**/node_modules/**', '**/.git/**']
/** What Storybook calls the project that it adds, which runs nothing but stories. */
const STORIES = 'storybook'

/** @returns undefined when the project does not use Vitest */
export function readVitest(project: Project): VitestSetup | undefined {
  if (project.dependency('vitest') === undefined) return undefined
  const config = project.find(CONFIGS)
  // Angular's own builder runs them without a configuration of Vitest's.
  const angular = config === undefined ? readAngularTests(project) : undefined
  if (angular !== undefined) return { projects: [angular], isAngular: true }
  const literals = config === undefined ? undefined : readConfigLiterals(config)
  const folder = config === undefined ? project.root : dirname(config)
  const listed = at(literals, 'test', 'projects')
  const inline = Array.isArray(listed)
    ? listed.filter((item) => isRecord(item) && item['test'] !== undefined)
    : []
  const ownTests = inline.filter((item) => at(item, 'test', 'name') !== STORIES)
  const of = (inlined: unknown) => readTestFiles(folder, literals, inlined)
  return { projects: inline.length === 0 ? [of(undefined)] : ownTests.map(of) }
}

/** @param inlined one of the configuration's `projects` */
function readTestFiles(folder: string, literals: unknown, inlined: unknown): TestFiles {
  const sources = [at(inlined, 'test'), at(literals, 'test')]
  const listOf = (name: string) =>
    sources.map((source) => textsOf(at(source, name))).find((texts) => texts.length > 0)
  const root = [
    at(inlined, 'root'),
    ...sources.map((source) => at(source, 'root')),
    at(literals, 'root'),
  ]
    .flatMap(textsOf)
    .at(0)
  const dir = sources.flatMap((source) => textsOf(at(source, 'dir'))).at(0)
  return {
    suffixes: ['test', 'spec'],
    root: resolve(folder, root ?? '.', dir ?? '.'),
    include: listOf('include') ?? INCLUDE,
    exclude: [...EXCLUDE, ...(listOf('exclude') ?? [])],
  }
}

/** Where a test called `name` goes: to the project that takes the plainest name for it. */
export function placeVitestTest(
  project: Project,
  { projects }: VitestSetup,
  name: string,
  others: readonly TestFiles[],
): string | undefined {
  return projects
    .flatMap(
      (files) => placeTest(files, name, extensionOf(project), foldersOf(files), others) ?? [],
    )
    .toSorted((a, b) => basename(a).length - basename(b).length)
    .at(0)
}

export function proposeVitest(
  project: Project,
  setup: VitestSetup,
  settings: PusherSettings,
  scan: SourceScan,
  others: readonly TestFiles[],
): Proposal {
  const tool = 'Vitest'
  const { isAngular = false } = setup
  const user = scan.users.get('vitest')
  if (user !== undefined) return { tool, settled: `${user} uses pusher-js-fake/vitest` }
  if (isOlder(project, 'vitest', [4])) {
    return { tool, settled: 'pusher-js-fake/vitest needs Vitest 4 or later' }
  }
  if (project.dependency('pusher-js') === undefined) {
    return { tool, settled: 'its fixture needs pusher-js, which package.json does not name' }
  }
  const path = placeVitestTest(project, setup, 'pusher', others)
  if (path === undefined) {
    return { tool, settled: 'found no file name that its include pattern takes; see the README' }
  }
  return {
    tool,
    files: [
      {
        path,
        content:
          isAngular && project.dependency('zone.js') !== undefined
            ? testUnderZone(project, settings)
            : testOf(project, settings),
      },
    ],
    manual: others.some((other) => runs(other, path))
      ? [
          {
            what: `Playwright would run ${project.show(path)} too. In its configuration:`,
            lines: ["testDir: './e2e',"],
          },
        ]
      : [],
    commands: [
      project.runCommand(isAngular ? ['ng', 'test', '--no-watch'] : ['vitest', 'run', 'pusher']),
    ],
  }
}

export function extensionOf({ typescript }: Project): string {
  return typescript ? 'ts' : 'js'
}

/** The folders that hold tests by custom, those that exist first. */
export function foldersOf({ root }: TestFiles): string[] {
  return ['src', 'test', 'tests', '__tests__', 'app'].filter((name) => existsSync(join(root, name)))
}

function testOf(project: Project, settings: PusherSettings): string {
  return firstTest(project, settings, {
    imports: [
      "import { test as base } from 'pusher-js-fake/vitest'",
      "import { expect } from 'vitest'",
    ],
    setUp: extended,
    isFixture: true,
  })
}

/** The same where `ng test` compiles async functions for zone.js: Vitest finds no fixtures in what comes of them. */
function testUnderZone(project: Project, settings: PusherSettings): string {
  return firstTest(project, settings, {
    imports: [
      "import { type PusherFakeFixtures, test as base } from 'pusher-js-fake/vitest'",
      "import { beforeEach, expect } from 'vitest'",
    ],
    setUp: (options) => [
      ...extended(options),
      '',
      "let pusherFake: PusherFakeFixtures['pusherFake']",
      '',
      '// Not async: what ng test makes of an async function for zone.js cannot ask for a fixture.',
      'beforeEach<PusherFakeFixtures>(({ pusherFake: fake }) => {',
      '  pusherFake = fake',
      '})',
    ],
    isFixture: false,
  })
}

function extended(options: readonly string[]): string[] {
  return [
    'const test = base.extend({',
    '  pusherFakeOptions: {',
    ...indent(options, 4),
    '  },',
    '})',
  ]
}
