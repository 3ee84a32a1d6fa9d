import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A page on a server of its own: a service worker is not registered from an intercepted request. */
export interface MswSite {
  readonly url: string
  close(): Promise<void>
}

const PACKAGES = { 2: 'msw-2', 3: 'msw' } as const
const PAGES = { 2: 'msw-page.ts', 3: 'msw-3-page.ts' } as const

/** Serves the page script, bundled with one major of MSW, and that one's service worker. */
export async function serveMswSite(major: 2 | 3): Promise<MswSite> {
  const workerUrl = `../../../node_modules/${PACKAGES[major]}/lib/mockServiceWorker.js`
  const files: Record<string, readonly [type: string, body: string]> = {
    '/': ['text/html', '<!doctype html><script src="/page.js"></script>'],
    '/page.js': ['text/javascript', await bundlePage(major)],
    '/mockServiceWorker.js': [
      'text/javascript',
      readFileSync(new URL(workerUrl, import.meta.url), 'utf8'),
    ],
  }
  const server = createServer(({ url = '/' }, response) => {
    const [type, body] = files[url] ?? ['text/plain', '']
    response.writeHead(url in files ? 200 : 404, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bundlePage(major: 2 | 3): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    resolve: { alias: [{ find: /^msw(?=\/|$)/, replacement: PACKAGES[major] }] },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL(PAGES[major], import.meta.url)),
        formats: ['iife'],
        name: 'bundle',
      },
    },
  })
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((item) =>
    'output' in item ? item.output : [],
  )
  return outputs.map((output) => ('code' in output ? output.code : '')).join('\n')
}
