import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import {
  startSocketServer,
  stepSocketServer,
  stopSocketServer,
} from '../browser/standard/server-commands.ts'
import { ENGINES, type EngineName, systemBrowser } from './system-browser.ts'

const STAND_INS = {
  'node:assert/strict': 'assert.ts',
  'node:crypto': 'crypto.ts',
  'msw/node': 'msw-node.ts',
  './load-vectors.ts': 'load-vectors.ts',
} as const

/** Gives tests that were written for Node what stands in a page for its modules. */
const standIns: Plugin = {
  name: 'stand-ins',
  enforce: 'pre',
  resolveId: (id) =>
    Object.hasOwn(STAND_INS, id)
      ? join(import.meta.dirname, 'stand-ins', STAND_INS[id as keyof typeof STAND_INS])
      : undefined,
}

const browsers = (Object.keys(ENGINES) as EngineName[]).filter((name) => ENGINES[name].path())

const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '../..'),
  plugins: [standIns, svelte({ configFile: false })],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  // WebKit knows no `using`.
  oxc: { target: 'es2022' },
  // Found in the middle of a run, one of these would reload the page under the tests.
  optimizeDeps: {
    include: [
      ...['pusher-js', 'pusher-js-8.4', 'pusher-js-8.0', 'pusher-js-7'].map(
        (name) => `${name}/with-encryption`,
      ),
      'pusher-js',
      'react',
      'react/jsx-dev-runtime',
      'react-dom',
      'vitest-browser-react',
      'vitest-browser-svelte',
      'vitest-browser-vue',
      'vue',
      'msw',
      'msw/experimental',
      '@mswjs/interceptors/fetch',
      '@mswjs/interceptors/XMLHttpRequest',
      '@noble/hashes/hmac.js',
      '@noble/hashes/legacy.js',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
    ],
  },
  test: {
    testTimeout: 60_000,
    include: [
      'test/browsers/*.test.ts',
      'test/browser-mode/**/*.test.{ts,tsx}',
      'test/faults/*.test.ts',
    ],
    setupFiles: ['test/browsers/setup.ts'],
    browser: {
      enabled: true,
      headless: false,
      screenshotFailures: false,
      // It asks a locator for its element before `expect.element` waits for one.
      traceView: { mode: 'off' },
      // A window of the system has the size that it has.
      commands: {
        __vitest_viewport: async () => {},
        startSocketServer,
        stepSocketServer,
        stopSocketServer,
      },
      instances: browsers.map((browser) => ({ browser })),
      provider: systemBrowser(),
    },
  },
})

export default config
