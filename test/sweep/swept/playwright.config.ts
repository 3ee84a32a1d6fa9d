import type { PlaywrightTestConfig } from '@playwright/test'
import e2e from '../../e2e/playwright.config.ts'

const { webServer: _, ...rest } = e2e

const config: PlaywrightTestConfig = {
  ...rest,
  testIgnore: [],
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../../../test-results/swept',
  reporter: 'line',
  retries: 0,
}

export default config
