/** What nobody handles is an error, under the name of MSW 3 and under that of MSW 2. */
export const LISTEN_OPTIONS = { onUnhandledFrame: 'error', onUnhandledRequest: 'error' } as const
