import type { ProjectSetup } from './package-project.ts'

/** One door with one set of versions. */
export interface MatrixCell extends ProjectSetup {
  /** What `npm run matrix -- --only` calls it. */
  readonly name: string
  /** The browser that the project drives, beside those that it brings along. */
  readonly browser?: 'chromium' | 'firefox'
}

const JEST_30 = { jest: '^30.0.0', 'jest-environment-jsdom': '^30.0.0' }
const JEST_29 = { jest: '^29.0.0', 'jest-environment-jsdom': '^29.0.0' }

/**
 * The ends of every range that package.json promises, and the majors between. A full version is the
 * oldest supported one; a range stands for the newest that the registry has.
 */
export const MATRIX: readonly MatrixCell[] = [
  { name: 'node-22.12-cjs', project: 'node-cjs', node: '22.12.0' },
  { name: 'node-22.12-esm', project: 'node-esm', node: '22.12.0' },
  { name: 'node-22-cjs', project: 'node-cjs', node: '^22.12.0' },
  { name: 'node-22-esm', project: 'node-esm', node: '^22.12.0' },
  { name: 'node-24-cjs', project: 'node-cjs', node: '^24.0.0' },
  { name: 'node-24-esm', project: 'node-esm', node: '^24.0.0' },
  { name: 'node-26-esm', project: 'node-esm', node: '^26.0.0' },

  pusherJs('pusher-js-3.1', '3.1.0'),
  pusherJs('pusher-js-3', '^3.1.0'),
  pusherJs('pusher-js-4', '^4.0.0'),
  pusherJs('pusher-js-5', '^5.0.0'),
  pusherJs('pusher-js-6', '^6.0.0'),
  pusherJs('pusher-js-7.0', '7.0.0'),
  pusherJs('pusher-js-7', '^7.0.0'),
  pusherJs('pusher-js-8', '^8.0.0'),

  { name: 'msw-2.11', project: 'msw', versions: { msw: '2.11.0' } },
  { name: 'msw-2', project: 'msw', versions: { msw: '^2.11.0' } },
  { name: 'msw-3', project: 'msw', versions: { msw: '^3.0.0' } },
  { name: 'msw-3-node-22', project: 'msw', versions: { msw: '^3.0.0' }, node: '^22.12.0' },

  { name: 'vitest-4.0', project: 'vitest', versions: { vitest: '4.0.1', vite: '^7.0.0' } },
  { name: 'vitest-4', project: 'vitest', versions: { vitest: '^4.0.0' } },
  { name: 'vitest-5', project: 'vitest', versions: { vitest: '^5.0.0' } },
  { name: 'jest-30', project: 'jest' },
  { name: 'jest-30-node-22', project: 'jest', node: '^22.12.0' },
  { name: 'jest-29', project: 'jest', versions: JEST_29 },
  { name: 'jest-29-ts', project: 'jest-29-ts' },
  { name: 'jest-30-ts', project: 'jest-29-ts', versions: { ...JEST_30, '@types/jest': '^30.0.0' } },
  { name: 'jest-29-ts-node-22', project: 'jest-29-ts', node: '^22.12.0' },
  { name: 'jest-esm', project: 'jest-esm' },
  { name: 'nest', project: 'nest' },
  { name: 'react-native', project: 'react-native' },
  { name: 'expo', project: 'expo' },
  { name: 'wrappers', project: 'wrappers' },
  { name: 'compose-stories', project: 'compose-stories' },
  { name: 'jest-esm-node-22', project: 'jest-esm', node: '^22.12.0' },

  { name: 'vitest-4-node-22', project: 'vitest', versions: { vitest: '^4.0.0' }, node: '^22.12.0' },
  { name: 'vitest-5-node-22', project: 'vitest', versions: { vitest: '^5.0.0' }, node: '^22.12.0' },

  playwright('playwright-1.50', '1.50.0'),
  playwright('playwright-1', '^1.50.0'),
  playwright('playwright-1.50-node-22', '1.50.0', '^22.12.0'),
  playwright('playwright-1-node-22', '^1.50.0', '^22.12.0'),

  storybook('storybook-9.0', '9.0.0', '^6.0.0'),
  storybook('storybook-9', '^9.0.0', '^7.0.0'),
  storybook('storybook-10.0', '~10.0.0', '^7.0.0'),
  storybook('storybook-10', '^10.0.0', '^8.0.0'),
  storybook('storybook-10-node-22', '^10.0.0', '^8.0.0', '^22.12.0'),

  { name: 'page-chromium', project: 'browser', browser: 'chromium' },
  { name: 'page-firefox', project: 'browser', browser: 'firefox' },
]

function pusherJs(name: string, version: string): MatrixCell {
  return { name, project: 'node-esm', versions: { 'pusher-js': version } }
}

function playwright(name: string, version: string, node?: string): MatrixCell {
  return {
    name,
    project: 'playwright',
    browser: 'chromium',
    // The types of old ones are for the TypeScript of their day.
    versions: {
      '@playwright/test': version,
      ...(version === '1.50.0' && { typescript: '^5.0.0' }),
    },
    ...(node !== undefined && { node }),
  }
}

/** @param vite the newest major that this Storybook can use */
function storybook(name: string, version: string, vite: string, node?: string): MatrixCell {
  return {
    name,
    project: 'storybook',
    browser: 'chromium',
    versions: { storybook: version, '@storybook/react-vite': version, vite },
    ...(node !== undefined && { node }),
  }
}
