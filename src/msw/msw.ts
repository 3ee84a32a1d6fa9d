import { PusherFakeError } from '../errors.ts'

/**
 * MSW itself, an optional peer: without it the import of this package's entry says what to install.
 * Types come from `msw` as usual, they cost nothing.
 */
export const msw: typeof import('msw') = await import('msw').catch(explain)

function explain(error: unknown): never {
  // A bundler's own error for a package that is not there never comes this far.
  const isMissing =
    error instanceof Error && /Cannot find (package|module) 'msw'/.test(error.message)
  if (!isMissing) throw error
  throw new PusherFakeError(
    'missing_peer',
    'pusher-js-fake/msw needs msw, which is not installed. Run: npm install --save-dev msw',
  )
}
