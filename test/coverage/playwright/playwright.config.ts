import type { PlaywrightTestConfig } from '@playwright/test'
import e2e from '../../e2e/playwright.config.ts'

const { webServer: _, ...rest } = e2e

const config: PlaywrightTestConfig = {
  ...rest,
  testIgnore: [],
  testDir: '.',
  outputDir: '../../../test-results/coverage',
  workers: 2,
  fullyParallel: true,
}

export default config
