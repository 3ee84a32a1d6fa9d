import type { KnipConfig } from 'knip'

/** What is imported by nobody, and what is exported for nobody. */
const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: [
        'src/*.ts',
        'playwright/index.ts',
        'src/storybook/{manager.tsx,preview.ts}',
        // What a build takes: see tsdown.config.ts.
        'src/browser/socket/mock-socket-globals.ts',
        'src/inspector/panel/jsx-runtime.ts',
        'src/platform/{{,node-}{,fetch-}globals,no-node-network}.ts',
        // What is started by its path.
        'bench/{environments,sections,soak,fixture,peers}/*.ts',
        'fixtures/**/take-picture{,s}.ts',
        'test/**/*.cases.ts',
        'test/sweep/swept/*.config.ts',
        'test/coverage/*/*.config.ts',
        'test/runtimes/*.ts',
        'test/playwright/failing/step-reporter.ts',
        'test/playwright/traced/*.ts',
        'test/browsers/{setup,vitest.config,stand-ins/*}.ts',
        // What is compiled only.
        'test/types/*.ts',
        'test/msw/msw-2-types.ts',
        // What a page reads by name.
        'test/e2e/support/msw-{,3-}page.ts',
      ],
      project: ['{src,playwright,test,bench,scripts}/**/*.{ts,tsx,svelte,vue}'],
    },
  },
  // Types of what is exported are so, too, for who reads the declarations.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Projects of their own.
  ignore: ['fixtures/packages/**'],
  // Of the Ruby gem, which is measured where it is.
  ignoreBinaries: ['pusher-fake'],
  ignoreDependencies: [
    // Jest answers to this name itself.
    '@jest/globals',
    // The schema that a file names.
    '@changesets/config',
    // Read as a file, for a window of jsdom.
    'zone.js',
    // Read as a file, for pictures.
    '@fontsource/dejavu-sans',
    // What dependency-cruiser parses with.
    '@swc/core',
    // Whose types those of its hooks are.
    'laravel-echo',
    // What the inspector's page is built with in place of React: see tsdown.config.ts.
    'preact',
    // Read by fixtures/storybook.
    'msw-storybook-addon',
  ],
  exclude: ['duplicates'],
}

export default config
