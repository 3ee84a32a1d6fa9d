import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { findChromium } from './scripts/find-chromium.ts'

const { executablePath, args } = await findChromium()

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser-mode/**'],
          provide: { mswMajor: 3 },
        },
      },
      {
        optimizeDeps: { include: ['pusher-js', 'react', 'react-dom', 'vitest-browser-react'] },
        test: {
          name: 'browser',
          include: ['test/browser-mode/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: { executablePath, args: [...args] } }),
          },
        },
      },
      {
        // Also what dist/msw.js imports: the package itself is inlined, as it is not in node_modules.
        resolve: { alias: [{ find: /^msw(?=\/|$)/, replacement: 'msw-2' }] },
        test: {
          name: 'msw 2',
          include: ['test/msw/**/*.test.ts'],
          provide: { mswMajor: 2 },
        },
      },
    ],
  },
})

export default config
