import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isRecord, parseJson } from '../../protocol/json.ts'
import { indent } from '../code.ts'
import { at, readConfigLiterals, textsOf } from '../config-literals.ts'
import { isOlder, type Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'
import type { SourceScan } from '../source-scan.ts'
import { placeTest, type TestFiles } from '../test-path.ts'
import { firstTest } from './first-test.ts'
import { extensionOf, foldersOf } from './vitest.ts'

/** What init reads of Jest's configuration. */
export interface JestSetup {
  readonly files: TestFiles
  /** Whether the tests may say `import` without more ado: Babel or TypeScript is there, or ES modules. */
  readonly imports: boolean
}

const CONFIGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map(
  (extension) => `jest.config.${extension}`,
)
/** Jest's own defaults. */
const TEST_MATCH = ['**/__tests__/**/*.?([mc])[jt]s?(x)', '**/?(*.)+(spec|test).?([mc])[jt]s?(x)']
const IGNORED = '**/node_modules/**'

/** @returns undefined when the project does not use Jest */
export function readJest(project: Project): JestSetup | undefined {
  const config = project.find(CONFIGS)
  const brings = ['jest', 'react-scripts', 'jest-expo'].some(
    (name) => project.dependency(name) !== undefined,
  )
  if (config === undefined && !brings) return undefined
  const literals = config === undefined ? manifestConfig(project) : configAt(config)
  const folder = config === undefined ? project.root : dirname(config)
  const root = textsOf(at(literals, 'rootDir')).at(0) ?? '.'
  const roots = textsOf(at(literals, 'roots')).map((path) => path.replace('<rootDir>', '.'))
  const matched = textsOf(at(literals, 'testMatch')).map((glob) => glob.replace('<rootDir>/', ''))
  const expressions = patterns(at(literals, 'testRegex'))
  const include =
    matched.length + expressions.length > 0 ? [...matched, ...expressions] : TEST_MATCH
  const isModule = at(manifest(project), 'type') === 'module'
  return {
    files: {
      suffixes: ['test', 'spec'],
      root: resolve(folder, root, roots[0] ?? '.'),
      include,
      exclude: [IGNORED, ...patterns(at(literals, 'testPathIgnorePatterns'))],
    },
    imports: isModule || project.dependency('jest-expo') !== undefined || hasTransform(project),
  }
}

export function proposeJest(
  project: Project,
  { files, imports }: JestSetup,
  settings: PusherSettings,
  scan: SourceScan,
  others: readonly TestFiles[],
): Proposal {
  const tool = 'Jest'
  const user = scan.users.get('jest')
  if (user !== undefined) return { tool, settled: `${user} uses pusher-js-fake/jest` }
  if (isOlder(project, 'jest', [29])) {
    return { tool, settled: 'pusher-js-fake/jest needs Jest 29 or later' }
  }
  if (project.dependency('pusher-js') === undefined) {
    return { tool, settled: 'it needs pusher-js, which package.json does not name' }
  }
  const path = placeTest(files, 'pusher', extensionOf(project), foldersOf(files), others)
  if (path === undefined) {
    return { tool, settled: 'found no file name that its testMatch takes; see the README' }
  }
  const content = firstTest(project, settings, {
    imports: ["import { pusherFake, setPusherFakeOptions } from 'pusher-js-fake/jest'"],
    setUp: (options) => ['setPusherFakeOptions({', ...indent(options), '})'],
    isFixture: false,
  })
  return {
    tool,
    files: [{ path, content: imports ? content : required(content) }],
    commands: [project.runCommand(['jest', 'pusher'])],
  }
}

/** The same for a project in which nothing turns `import` into `require`. */
function required(content: string): string {
  return content.replace(
    /^import (\{[^}]*\}|\w+) from ('[^']+')$/gm,
    (_, names: string, from: string) => `const ${names} = require(${from})`,
  )
}

function hasTransform(project: Project): boolean {
  const known = ['ts-jest', '@swc/jest', 'react-scripts', 'babel-preset-expo']
  const configs = ['js', 'cjs', 'mjs', 'json', 'ts'].map((extension) => `babel.config.${extension}`)
  return (
    project.find([...configs, '.babelrc', '.babelrc.js', '.babelrc.json']) !== undefined ||
    known.some((name) => project.dependency(name) !== undefined)
  )
}

function configAt(path: string): unknown {
  return path.endsWith('.json') ? parsed(path) : readConfigLiterals(path)
}

function manifestConfig(project: Project): unknown {
  return at(manifest(project), 'jest')
}

function manifest(project: Project): unknown {
  return parsed(join(project.root, 'package.json'))
}

function parsed(path: string): unknown {
  const json = parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  return json.ok && isRecord(json.value) ? json.value : undefined
}

function patterns(value: unknown): RegExp[] {
  return textsOf(value).flatMap((text) => {
    try {
      return [new RegExp(text.replaceAll('<rootDir>', ''))]
    } catch {
      return []
    }
  })
}
