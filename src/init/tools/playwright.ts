import { existsSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { isRecord } from '../../protocol/json.ts'
import { authOptions, fakeOptions, fileOf, indent, quote } from '../code.ts'
import { at, COMPUTED, readConfigLiterals, textsOf } from '../config-literals.ts'
import { isOlder, type Project } from '../project.ts'
import type { Manual, NewFile, Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'
import type { SourceScan } from '../source-scan.ts'
import { placeTest, runs, type TestFiles } from '../test-path.ts'

/** What init reads of Playwright's configuration. */
export interface PlaywrightSetup {
  /** Undefined where the project has none. */
  readonly config?: string
  readonly files: TestFiles
  readonly baseUrl: 'configured' | string
  readonly typescript: boolean
}

const CONFIGS = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map((ext) => `playwright.config.${ext}`)
/** Playwright's own default. */
const TEST_MATCH = '**/*.@(spec|test).?(c|m)[jt]s?(x)'
const LISTEN_PORT = 6100

/** @returns undefined when the project does not use Playwright */
export function readPlaywright(project: Project): PlaywrightSetup | undefined {
  const config = project.find(CONFIGS)
  if (config === undefined && project.dependency('@playwright/test') === undefined) return undefined
  const literals = config === undefined ? undefined : readConfigLiterals(config)
  const projects = at(literals, 'projects')
  // One that names its own files is often a setup.
  const plain = Array.isArray(projects)
    ? projects.find((item) => isRecord(item) && item['testMatch'] === undefined)
    : undefined
  const first = plain ?? firstOf(projects)
  const testDir = [at(literals, 'testDir'), at(first, 'testDir')].find(isText)
  const folder = config === undefined ? project.root : dirname(config)
  return {
    ...(config !== undefined && { config }),
    files: {
      suffixes: ['spec', 'test', 'e2e'],
      root: resolve(folder, testDir ?? '.'),
      include: patternsOf(at(first, 'testMatch') ?? at(literals, 'testMatch'), [TEST_MATCH]),
      exclude: [
        ...patternsOf(at(literals, 'testIgnore'), []),
        ...patternsOf(at(first, 'testIgnore'), []),
      ],
    },
    baseUrl: baseUrlOf(project, literals, first),
    typescript: config === undefined ? project.typescript : /ts$/.test(config),
  }
}

export function proposePlaywright(
  project: Project,
  setup: PlaywrightSetup,
  settings: PusherSettings,
  scan: SourceScan,
  others: readonly TestFiles[],
): Proposal {
  const tool = 'Playwright'
  const user = scan.users.get('playwright')
  if (user !== undefined) return { tool, settled: `${user} uses pusher-js-fake/playwright` }
  if (isOlder(project, '@playwright/test', [1, 50])) {
    return { tool, settled: 'pusher-js-fake/playwright needs Playwright 1.50 or later' }
  }
  const { files, config } = setup
  const path = placeTest(files, 'pusher', extensionOf(setup), foldersOf(setup), others)
  if (path === undefined) {
    return { tool, settled: 'found no file name that its testMatch takes; see the README' }
  }
  const clash = others.find((other) => runs(other, path))
  return {
    tool,
    files: [
      { path, content: testOf(settings) },
      ...(config === undefined ? [newConfig(project, setup)] : []),
    ],
    manual: [
      ...(config === undefined || setup.baseUrl === 'configured'
        ? []
        : [
            {
              what: `Say in ${project.show(config)} where the app runs:`,
              lines: server(project, setup),
            },
          ]),
      ...(clash === undefined ? [] : [excludeFromVitest(project, path)]),
      ...(scan.serverFiles.length === 0 ? [] : [reachFromBackend(project, scan, settings, config)]),
    ],
    commands: [project.runCommand(['playwright', 'test', 'pusher'])],
  }
}

/** Where the app runs, and how it is started, for a configuration. */
function server(project: Project, { baseUrl }: PlaywrightSetup): string[] {
  const script = ['dev', 'start', 'serve'].find((name) => project.scripts[name] !== undefined)
  return [
    `use: { baseURL: ${quote(baseUrl)} },`,
    ...(script === undefined
      ? []
      : [
          'webServer: {',
          `  command: ${quote(`${project.packageManager} run ${script}`)},`,
          `  url: ${quote(baseUrl)},`,
          '  reuseExistingServer: true,',
          '},',
        ]),
  ]
}

function newConfig(project: Project, setup: PlaywrightSetup): NewFile {
  const lines = ["testDir: './e2e',", ...server(project, setup)]
  return {
    path: join(project.root, `playwright.config.${project.typescript ? 'ts' : 'mjs'}`),
    content: fileOf(
      "import { defineConfig } from '@playwright/test'",
      '',
      'export default defineConfig({',
      indent(lines),
      '})',
    ),
  }
}

function testOf(settings: PusherSettings): string {
  const { channel } = settings
  return fileOf(
    "import { expect, test } from 'pusher-js-fake/playwright'",
    '',
    'test.use({',
    '  pusherFakeOptions: {',
    indent([...fakeOptions(settings), ...authOptions(settings)], 4),
    '  },',
    '})',
    '',
    "test('the page is connected to Pusher', async ({ page, pusherFake }) => {",
    "  await page.goto('/')",
    '  await expect(pusherFake).toHaveConnected()',
    ...(channel === undefined
      ? [
          "  // Next: pusherFake.trigger('a-channel', 'an-event', {}), and expect what the page shows.",
        ]
      : [
          `  await expect(pusherFake).toHaveSubscribed(${quote(channel)})`,
          `  // Next: pusherFake.trigger(${quote(channel)}, 'an-event', {}), and expect what the page shows.`,
        ]),
    '})',
  )
}

function foldersOf({ config, files }: PlaywrightSetup): string[] {
  if (config !== undefined && files.root !== dirname(config)) return ['']
  const usual = ['e2e', 'tests/e2e', 'test/e2e', 'tests', 'test']
  return [...usual.filter((folder) => existsSync(join(files.root, folder))), 'e2e']
}

function extensionOf({ typescript, config = '' }: PlaywrightSetup): string {
  if (typescript) return 'ts'
  return extname(config) === '.mjs' ? 'mjs' : 'js'
}

function baseUrlOf(project: Project, literals: unknown, first: unknown): string {
  const configured = at(literals, 'use', 'baseURL') ?? at(first, 'use', 'baseURL')
  if (configured === COMPUTED || isText(configured)) return 'configured'
  const server = firstOf(at(literals, 'webServer'))
  const url = at(server, 'url')
  if (isText(url) && URL.canParse(url)) return new URL(url).origin
  const port = at(server, 'port')
  // Playwright takes the port of a web server for the base URL by itself.
  if (typeof port === 'number') return 'configured'
  return `http://localhost:${developmentPort(project)}`
}

const DEVELOPMENT_PORTS: readonly (readonly [dependency: string, port: number])[] = [
  ['next', 3000],
  ['nuxt', 3000],
  ['react-scripts', 3000],
  ['astro', 4321],
  ['@angular/core', 4200],
  ['laravel-vite-plugin', 8000],
  ['vite', 5173],
]

const SCRIPT_PORT = /(?:--port[= ]|-p[= ]|\bPORT=)(\d{2,5})\b/

function developmentPort(project: Project): number {
  const { dev = '', start = '', serve = '' } = project.scripts
  const told = SCRIPT_PORT.exec(dev) ?? SCRIPT_PORT.exec(start) ?? SCRIPT_PORT.exec(serve)
  if (told !== null) return Number(told[1])
  const known = DEVELOPMENT_PORTS.find(([name]) => project.dependency(name) !== undefined)
  return known?.[1] ?? (project.find(['artisan']) === undefined ? 3000 : 8000)
}

function excludeFromVitest(project: Project, path: string): Manual {
  const folder = project.show(dirname(path))
  return {
    what: `Vitest would run ${project.show(path)} too. In its configuration, under test:`,
    lines: [`exclude: [...configDefaults.exclude, '${folder}/**'], // from 'vitest/config'`],
  }
}

function reachFromBackend(
  project: Project,
  scan: SourceScan,
  { appId = '1000001', secretVariable }: PusherSettings,
  config: string | undefined,
): Manual {
  const secret =
    secretVariable === undefined ? quote('app-secret') : `process.env.${secretVariable}`
  return {
    what: `${scan.serverFiles[0]} triggers events by the server's SDK. To have them in the test, too:`,
    lines: [
      '// in pusherFakeOptions of the test, with one worker',
      `listen: { port: ${LISTEN_PORT} }, appId: ${quote(appId)}, secret: ${secret},`,
      '// in the options of new Pusher({ … }) of the SDK, in place of cluster where the variable is set',
      'host: process.env.PUSHER_HOST, port: process.env.PUSHER_PORT, useTLS: false,',
      `// in ${config === undefined ? 'playwright.config' : project.show(config)}, under webServer; and what the SDK reads for app id, key and secret`,
      `env: { PUSHER_HOST: '127.0.0.1', PUSHER_PORT: '${LISTEN_PORT}' },`,
    ],
  }
}

function patternsOf(value: unknown, fallback: readonly string[]): (string | RegExp)[] {
  const found = (Array.isArray(value) ? value : [value])
    .map((item) => (typeof item === 'string' && !item.includes('/') ? `**/${item}` : item))
    .filter((item) => typeof item === 'string' || item instanceof RegExp)
  return found.length > 0 ? found : [...fallback]
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value.find((item) => isRecord(item)) : value
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && textsOf(value).length > 0
}
