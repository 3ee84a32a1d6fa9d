import type { PlaywrightTestConfig } from '@playwright/test'
import e2e from '../../e2e/playwright.config.ts'

const { webServer: _, ...rest } = e2e

const config: PlaywrightTestConfig = {
  ...rest,
  testIgnore: [],
  testDir: '.',
  outputDir: '../../../test-results/mistakes',
  workers: 2,
  timeout: 10_000,
  expect: { timeout: 1_000 },
  reporter: [['json']],
}

export default config
