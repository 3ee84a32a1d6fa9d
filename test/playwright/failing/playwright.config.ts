import type { PlaywrightTestConfig } from '@playwright/test'
import e2e from '../../e2e/playwright.config.ts'

const { webServer: _, ...rest } = e2e

const config: PlaywrightTestConfig = {
  ...rest,
  testIgnore: [],
  testDir: '.',
  outputDir: '../../../test-results/failing',
  workers: 2,
  reporter: [['json'], ['./step-reporter.ts', { outputFile: '../../../test-results/steps.json' }]],
}

export default config
