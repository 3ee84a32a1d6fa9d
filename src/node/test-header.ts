/** What carries the URL of a test's fake with a request to the backend: a header, or a cookie of this name. */
export const TEST_HEADER = 'x-pusher-fake'
