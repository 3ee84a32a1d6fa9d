import { checkOptions, isListOf, isText, type Rules } from '../server/check-options.ts'

/** Options of the coverage reporter. */
export interface CoverageOptions {
  /** Where the HTML page and the JSON are written; `false` for nowhere. @default 'pusher-coverage' */
  readonly outputDir?: string | false
  /** Of 100: the run fails when fewer of the events are heard. @default none */
  readonly threshold?: number
  /** Patterns by which channels are counted besides those that are declared: `['private-user-*']`. */
  readonly channels?: readonly string[]
}

const COVERAGE_RULES: Rules<CoverageOptions> = {
  outputDir: ['the name of a folder, or false', (value) => value === false || isText(value)],
  threshold: [
    'a number between 0 and 100',
    (value) => typeof value === 'number' && value >= 0 && value <= 100,
  ],
  channels: ['a list of patterns of channels', isListOf(isText)],
}

/**
 * Of what a runner gives its reporter: Playwright adds fields of its own, Jest gives its configuration first.
 *
 * @throws PusherFakeError `invalid_option`
 */
export function coverageOptions(given: unknown, ofJest: unknown): CoverageOptions {
  const isJests = typeof given === 'object' && given !== null && 'rootDir' in given
  const options: unknown = isJests ? (ofJest ?? {}) : (given ?? {})
  const entries = Object.entries(Object(options)).filter(
    ([name]) => !name.startsWith('_') && name !== 'configDir',
  )
  const own = Object.fromEntries(entries)
  checkOptions(own, COVERAGE_RULES, 'pusher-js-fake/coverage')
  return own
}
