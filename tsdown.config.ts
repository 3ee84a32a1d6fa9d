import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'tsdown'
import { foldedStylesPlugin } from './scripts/build/folded-styles-plugin.ts'
import { mockSocketPlugin } from './scripts/build/mock-socket-plugin.ts'
import { onePiecePlugin } from './scripts/build/one-piece-plugin.ts'
import { pageScriptPlugin } from './scripts/build/page-script-plugin.ts'
import { parserInPartPlugin } from './scripts/build/parser-in-part-plugin.ts'
import { plainExportsPlugin } from './scripts/build/plain-exports-plugin.ts'
import { secondPassPlugin } from './scripts/build/second-pass-plugin.ts'
import { sharedTypesPlugin } from './scripts/build/shared-types-plugin.ts'
import { shortLinesPlugin } from './scripts/build/short-lines-plugin.ts'

const root = dirname(fileURLToPath(import.meta.url))
/** fake-timers asks for modules of Node when it is loaded, which an ES module has no `require` for. */
const fakeTimersWithoutRequire: NonNullable<UserConfig['plugins']> = {
  name: 'fake-timers-without-require',
  transform: (code: string, id: string) =>
    id.endsWith('fake-timers-src.js')
      ? {
          code: code.replace(
            /require\("(util|timers|timers\/promises|perf_hooks)"\)/g,
            'globalThis.process.getBuiltinModule("node:$1")',
          ),
          map: null,
        }
      : undefined,
}

/** Storybook's manager shares its React with addons, but not `react/jsx-runtime`. */
const jsxWithSharedReact: NonNullable<UserConfig['plugins']> = {
  name: 'jsx-with-shared-react',
  resolveId: (id: string) =>
    id === 'react/jsx-runtime' ? join(root, 'src/inspector/panel/jsx-runtime.ts') : undefined,
}

/** The command `init` is a build of its own, which the command imports when it is asked for. */
const initApart: NonNullable<UserConfig['plugins']> = {
  name: 'init-apart',
  resolveId: (id: string) => (id === './init.ts' ? { id: './init.js', external: true } : undefined),
}

/** Gives the code the exports of modules of ours in place of the globals of their names. */
function withGlobalsOf(...paths: readonly string[]): NonNullable<UserConfig['inputOptions']> {
  const modules = paths.map((path) => join(root, path))
  const inject = Object.fromEntries(
    modules.flatMap((module) =>
      [...readFileSync(module, 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name = '']) => [
        name,
        [module, name],
      ]),
    ),
  )
  return {
    transform: { inject },
    // Of what is bundled, fake-timers has no other.
    resolve: { mainFields: ['module', 'main'] },
  } as NonNullable<UserConfig['inputOptions']>
}

/** Handles are disposable; a project's `lib` may know no such thing. */
const banner: NonNullable<UserConfig['banner']> = {
  dts: '/// <reference lib="esnext.disposable" />',
}

/**
 * Everybody who runs the tests of a project installs this. Classes keep their names, which printed values and most
 * lines of a stack show; those of functions alone would be a twentieth of the package.
 */
const published: UserConfig = {
  minify: {
    compress: { keepNames: { function: false, class: true } },
    mangle: { keepNames: { function: false, class: true } },
    codegen: { removeWhitespace: true },
  },
  dts: false,
  sourcemap: false,
  clean: false,
}

/** What doors have that need nothing of the service: they are read without it. */
const LIGHT = [
  'contracts/channel-patterns',
  'protocol/(channel-name|client-frame|close-codes|connection-url|fallback-body|json|pusher-request)',
  'server/(check-options|edit-distance)',
]

/** And what those have that wait, or have users. */
const TIMED = ['server/(clock|dispose-symbol)', 'server/users/user', 'server/waits/wait-options']

const oneOf = (paths: readonly string[]) => new RegExp(`/src/(${paths.join('|')})\\.ts$`)

/** A file takes longer to find than to read. What is asked for by `import()` stays by itself. */
const inFewFiles: NonNullable<UserConfig['outputOptions']> = {
  codeSplitting: {
    groups: [
      { name: 'error', test: oneOf(['errors/pusher-fake-error']), priority: 5 },
      { name: 'light', test: oneOf(LIGHT), priority: 4 },
      { name: 'timed', test: oneOf(TIMED), priority: 3 },
      { name: 'fetch-globals', test: oneOf(['platform/.*fetch-globals']), priority: 2 },
      { name: 'service', test: oneOf(['index', 'app/pusher-app']), priority: 1 },
    ],
  },
}

/** Nobody makes a bundle of it again. */
const asItIs: NonNullable<UserConfig['outputOptions']> = { comments: { annotation: false } }

/** Needed by few doors each, or by none whole; and what is in many files. */
const BUNDLED = [
  '@cfworker/json-schema',
  '@noble/ciphers',
  '@noble/hashes',
  '@sinonjs/commons',
  '@sinonjs/fake-timers',
  'mock-socket',
  'tinyexec',
  'type-detect',
]

/** Puts these packages into the build, and refuses others: they stand in THIRD-PARTY-NOTICES.md. */
function bundling(...names: readonly string[]): NonNullable<UserConfig['deps']> {
  return {
    alwaysBundle: names.map((name) => new RegExp(`^${name}(/|$)`)),
    onlyBundle: [...names],
  }
}

/** A script that a page runs as it is, in one piece. */
const pageScript: UserConfig = {
  alias: { './node/node-network-guard.ts': join(root, 'src/platform/no-node-network.ts') },
  outDir: 'dist',
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  dts: false,
  sourcemap: false,
  clean: false,
  minify: true,
  outputOptions: asItIs,
}

/** What Jest loads, which takes no ES modules unless it is told to, and everybody else. */
const BOTH = {
  index: 'src/index.ts',
  browser: 'src/browser.ts',
  contracts: 'src/contracts.ts',
  coverage: 'src/coverage.ts',
  matchers: 'src/matchers.ts',
  msw: 'src/msw.ts',
  'msw-ws': 'src/msw-ws.ts',
  node: 'src/node.ts',
  recording: 'src/recording.ts',
  standalone: 'src/standalone.ts',
  sweep: 'src/sweep.ts',
  timeline: 'src/timeline.ts',
  webhooks: 'src/webhooks.ts',
}

const COMMON_JS = { jest: 'src/jest.ts' }

const MODULES = {
  cli: 'src/cli.ts',
  vitest: 'src/vitest.ts',
  storybook: 'src/storybook.ts',
  'storybook-preview': 'src/storybook/preview.ts',
  playwright: 'playwright/index.ts',
}

const MANAGER = { 'storybook-manager': 'src/storybook/manager.tsx' }

const builds: UserConfig[] = [
  {
    entry: { ...BOTH, ...MODULES },
    platform: 'neutral',
    target: 'es2023',
    outExtensions: () => ({ js: '.js' }),
    ...published,
    deps: {
      neverBundle: [/^node:/, /^storybook(\/|$)/],
      onlyBundle: BUNDLED,
    },
    plugins: [
      mockSocketPlugin(),
      fakeTimersWithoutRequire,
      pageScriptPlugin(),
      initApart,
      foldedStylesPlugin(),
      shortLinesPlugin(),
    ],
    inputOptions: withGlobalsOf('src/platform/globals.ts', 'src/platform/fetch-globals.ts'),
    outputOptions: inFewFiles,
  },
  {
    entry: { ...BOTH, ...COMMON_JS },
    outDir: 'dist/cjs',
    format: 'cjs',
    platform: 'node',
    target: 'es2023',
    outExtensions: () => ({ js: '.cjs', dts: '.d.cts' }),
    ...published,
    deps: {
      // ES modules only among them, which Jest does not take.
      ...bundling(...BUNDLED, '@remix-run/node-fetch-server'),
      neverBundle: [/^node:/, 'ws', 'pusher-js', 'msw', /^msw\//, '@jest/globals'],
    },
    plugins: [
      mockSocketPlugin(),
      pageScriptPlugin(),
      foldedStylesPlugin(),
      plainExportsPlugin(),
      shortLinesPlugin(),
    ],
    inputOptions: withGlobalsOf(
      'src/platform/node-globals.ts',
      'src/platform/node-fetch-globals.ts',
    ),
    outputOptions: { ...inFewFiles, ...asItIs },
  },
  {
    entry: MANAGER,
    platform: 'neutral',
    target: 'es2022',
    outExtensions: () => ({ js: '.js' }),
    ...published,
    deps: { neverBundle: [/^storybook\//, 'react'], onlyBundle: [] },
    plugins: [jsxWithSharedReact, foldedStylesPlugin(), shortLinesPlugin()],
  },
  {
    entry: { ...BOTH, ...COMMON_JS, ...MODULES, ...MANAGER },
    platform: 'neutral',
    target: 'es2023',
    outExtensions: () => ({ js: '.js' }),
    // Users have no use for what is marked as `@internal`, nor for all the types that it names.
    dts: { emitDtsOnly: true, oxc: { stripInternal: true } },
    banner,
    clean: false,
    plugins: [pageScriptPlugin(), sharedTypesPlugin(Object.keys(BOTH), Object.keys(COMMON_JS))],
  },
  {
    entry: { init: 'src/init.ts' },
    outDir: 'dist',
    platform: 'node',
    target: 'es2023',
    outExtensions: () => ({ js: '.js' }),
    dts: false,
    sourcemap: false,
    clean: false,
    minify: true,
    // Too rarely needed to make everybody install them.
    deps: {
      onlyBundle: ['@sveltejs/acorn-typescript', 'acorn', 'package-manager-detector', 'picomatch'],
    },
    plugins: [parserInPartPlugin()],
  },
  {
    ...pageScript,
    entry: { 'inspector-page': 'src/inspector/page/inspector-page.tsx' },
    // The panel is written for Storybook's React; by itself it has enough of Preact.
    alias: {
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom/client': 'preact/compat/client',
      react: 'preact/compat',
    },
    deps: bundling('preact'),
  },
  {
    ...pageScript,
    entry: { injected: 'playwright/injected/injected.ts' },
    deps: bundling('mock-socket'),
    plugins: [mockSocketPlugin(), secondPassPlugin()],
  },
  {
    ...pageScript,
    entry: { worker: 'playwright/injected/worker.ts' },
    deps: bundling('mock-socket'),
    plugins: [mockSocketPlugin(), secondPassPlugin()],
  },
  {
    ...pageScript,
    entry: { script: 'src/script.ts' },
    deps: bundling('@noble/ciphers', '@noble/hashes', 'mock-socket'),
    plugins: [mockSocketPlugin(), onePiecePlugin(), secondPassPlugin()],
  },
]

// How long the plugins take is no news.
const config: UserConfig[] = builds.map((build) => ({ ...build, checks: { pluginTimings: false } }))

export default config
