import type { PlaywrightTestConfig } from '@playwright/test'
import e2e from '../../e2e/playwright.config.ts'

const { webServer: _, ...rest } = e2e

const config: PlaywrightTestConfig = {
  ...rest,
  testIgnore: [],
  testDir: '.',
  outputDir: '../../../test-results/traced',
  workers: 1,
  reporter: [['json']],
  use: { ...rest.use, trace: 'on' },
}

export default config
