/** By these names a reporter and the fixtures of its workers find each other. */

/** In the environment of Playwright's and Jest's workers: that somebody wants coverage, and the folder for Jest's. */
export const COVERAGE_VARIABLE = 'PUSHER_FAKE_COVERAGE'

/** What Vitest provides to its tests, and the field of a test's meta data. */
export const COVERAGE_KEY = 'pusherFakeCoverage'

/** The attachment of a Playwright test; reports show none whose name begins so. */
export const COVERAGE_ATTACHMENT = '_pusher-fake-coverage'
