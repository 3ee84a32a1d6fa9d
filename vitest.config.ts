import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { findChromium } from './scripts/find-chromium.ts'
import {
  startSocketServer,
  stepSocketServer,
  stopSocketServer,
} from './test/browser/standard/server-commands.ts'

const { executablePath, args } = await findChromium({ shell: true })

/** These start runners and browsers of their own, which need the processor that the others would take. */
const STARTS_RUNNERS = [
  'test/playwright/**/*.test.ts',
  'test/sweep/command.test.ts',
  'test/vitest/failures.test.ts',
  'test/init/written-tests.test.ts',
  'test/coverage/runners.test.ts',
  'test/mistakes/*.test.ts',
]

/** These neither start anything nor touch a global, so that a worker takes one after the other. */
const SHARE_WORKERS = ['test/{auth,contracts,protocol,rest,server,timeline}/**/*.test.ts']

const config: ViteUserConfig = defineConfig({
  test: {
    // Most tests wait for a client's own timers, not for the processor: Vitest would leave a core free.
    maxWorkers: '100%',
    // There the pages are tested beside these, on the same two cores.
    retry: process.env['CI'] === undefined ? 0 : 1,
    projects: [
      {
        test: {
          name: 'all',
          // Nothing here is timed; a busy machine may take its time.
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/browser-mode/**',
            'test/browsers/**',
            ...STARTS_RUNNERS,
            ...SHARE_WORKERS,
          ],
          provide: { mswMajor: 3 },
        },
      },
      {
        test: {
          name: 'engine',
          testTimeout: 60_000,
          isolate: false,
          include: SHARE_WORKERS,
        },
      },
      {
        test: {
          name: 'runners',
          testTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
          include: STARTS_RUNNERS,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        define: {
          __VUE_OPTIONS_API__: 'false',
          __VUE_PROD_DEVTOOLS__: 'false',
          __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
        },
        // Found in the middle of a run, one of these would reload the page under the tests.
        optimizeDeps: {
          include: [
            'pusher-js',
            'react',
            'react/jsx-dev-runtime',
            'react-dom',
            'vitest-browser-react',
            'vitest-browser-svelte',
            'vitest-browser-vue',
            'vue',
          ],
        },
        test: {
          name: 'browser',
          // A case compares with a real socket, which is given three seconds.
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          include: ['test/browser-mode/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { startSocketServer, stepSocketServer, stopSocketServer },
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: { executablePath, args: [...args] } }),
          },
        },
      },
      {
        // Vite has these, and Node knows nothing of them.
        test: {
          name: 'inlined',
          testTimeout: 60_000,
          include: ['test/vitest/copies.test.ts'],
          server: { deps: { inline: [/pusher-js/] } },
        },
      },
      {
        // Also what dist/msw.js imports: the package itself is inlined, as it is not in node_modules.
        resolve: { alias: [{ find: /^msw(?=\/|$)/, replacement: 'msw-2' }] },
        test: {
          name: 'msw 2',
          testTimeout: 60_000,
          include: ['test/msw/**/*.test.ts'],
          provide: { mswMajor: 2 },
        },
      },
    ],
  },
})

export default config
