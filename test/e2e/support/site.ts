import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const BUILDS = new URL('../../../node_modules/pusher-js/dist/', import.meta.url)

/** A page with the real pusher-js: connects and subscribes as its URL says, and keeps what it got in `events`. */
const PAGE = `<!doctype html><title>site</title><script src="/builds/web/pusher.min.js"></script><script>
const settings = new URLSearchParams(location.search)
window.events = []
window.pusher = new Pusher(settings.get('key') ?? 'app-key', { cluster: 'eu', enableStats: settings.has('stats') })
for (const name of settings.getAll('channel')) {
  pusher.subscribe(name).bind_global((event, data) => events.push([event, data]))
}
</script>`

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', html: 'text/html' }

/** A server of an app on a port of its own: workers, service workers and HAR files need a real one. */
export interface Site extends AsyncDisposable {
  readonly url: string
  /** The paths of all requests so far. */
  readonly asked: readonly string[]
  /** A recording of the page and of its script, and of nothing else. */
  har(): Promise<object>
}

/** @param files by path, beside the page at `/` and pusher-js's own builds below `/builds/` */
export async function serveSite(files: Readonly<Record<string, string>> = {}): Promise<Site> {
  const asked: string[] = []
  const read = (path: string) => {
    if (path === '/') return PAGE
    if (path.startsWith('/builds/')) return readFileSync(new URL(path.slice(8), BUILDS), 'utf8')
    return files[path]
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    asked.push(pathname)
    const body = read(pathname)
    const type = pathname === '/' ? 'html' : (pathname.split('.').at(-1) ?? '')
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[type] ?? 'text/html',
    })
    response.end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked,
    async har() {
      const paths = ['/?channel=private-orders&stats=1', '/builds/web/pusher.min.js']
      const entries = paths.map((path) => ({
        request: { method: 'GET', url: url + path, headers: [] },
        response: {
          status: 200,
          headers: [
            { name: 'content-type', value: path.includes('.js') ? TYPES['js'] : 'text/html' },
          ],
          content: { text: read(new URL(path, url).pathname) },
        },
      }))
      return { log: { version: '1.2', entries } }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

export const portOf = (url: string): number => Number(new URL(url).port)
