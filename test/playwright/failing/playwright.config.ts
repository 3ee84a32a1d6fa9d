import type { PlaywrightTestConfig } from '@playwright/test'
import e2e from '../../e2e/playwright.config.ts'

const config: PlaywrightTestConfig = {
  ...e2e,
  testDir: '.',
  outputDir: '../../../test-results/failing',
  workers: 1,
  reporter: 'json',
}

export default config
