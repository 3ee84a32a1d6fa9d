import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'

const { executablePath, args } = await findChromium({ shell: true })

const config: PlaywrightTestConfig = defineConfig({
  testDir: '..',
  testIgnore: [
    '**/failing/**',
    '**/isolation/**',
    '**/coverage/**',
    '**/swept/**',
    '**/mistakes/**',
    '**/traced/**',
  ],
  testMatch: '**/*.e2e.ts',
  outputDir: '../../test-results',
  fullyParallel: true,
  // As in a project, where it stands in node_modules: else each worker would compile it anew.
  build: { external: ['**/dist/*.js'] },
  snapshotPathTemplate: '../pictures/baselines/{arg}{ext}',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list']],
  webServer: [
    {
      command:
        'npx vite --config fixtures/chat/vite.config.ts --host 127.0.0.1 --port 45174 --strictPort',
      cwd: '../..',
      url: 'http://127.0.0.1:45174',
    },
    {
      command: 'node fixtures/backend/server.mjs 45175',
      cwd: '../..',
      url: 'http://127.0.0.1:45175/up',
    },
  ],
  use: { baseURL: 'http://127.0.0.1:45174', launchOptions: { executablePath, args: [...args] } },
})

export default config
