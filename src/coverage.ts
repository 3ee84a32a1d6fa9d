/**
 * Which events no test sends: a reporter for Playwright, Vitest and Jest.
 *
 * @module pusher-js-fake/coverage
 */
export type { CoverageData, EventCoverage, SentCounts } from './coverage/collect/coverage-data.ts'
export type { CoverageOptions } from './coverage/coverage-options.ts'
export { default } from './coverage/coverage-reporter.ts'
export { mergeCoverage } from './coverage/merge-coverage.ts'
