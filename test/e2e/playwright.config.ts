import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'

const { executablePath, args } = await findChromium()

const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../../test-results',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  reporter: [['list']],
  use: { launchOptions: { executablePath, args: [...args] } },
})

export default config
