import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'

const pusherJs = readFileSync(
  new URL('../../../node_modules/pusher-js/dist/web/pusher.min.js', import.meta.url),
  'utf8',
)

export const ORIGIN = 'http://app.test'

/** What the page below does: connects and subscribes as its URL says, and keeps what it got in `events`. */
const SCRIPT = `
const settings = new URLSearchParams(location.search)
window.events = []
window.states = []
window.pusher = new Pusher(settings.get('key') ?? 'app-key', { cluster: 'eu' })
pusher.connection.bind('state_change', ({ current }) => states.push(current))
for (const name of settings.getAll('channel')) {
  pusher.subscribe(name).bind_global((event, data) => events.push([event, data]))
}
`

/** Serves a page with the real pusher-js and nothing else at `http://app.test`, without a server. */
export async function serveApp(
  target: Page | BrowserContext,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): Promise<void> {
  await target.route(`${ORIGIN}/pusher.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: pusherJs }),
  )
  await target.route(`${ORIGIN}/app.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: SCRIPT }),
  )
  await target.route(
    (url) => url.origin === ORIGIN && url.pathname === '/',
    (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers,
        body: `<!doctype html><title>app</title><body>${body}<script src="/pusher.js"></script><script src="/app.js"></script>`,
      }),
  )
  await target.route(`${ORIGIN}/blank`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>blank</title>' }),
  )
}

/** The page's URL for a client that subscribes to these channels. */
export function appUrl(...channels: readonly string[]): string {
  return `${ORIGIN}/?${channels.map((name) => `channel=${encodeURIComponent(name)}`).join('&')}`
}
