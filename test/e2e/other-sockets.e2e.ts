import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'pusher-js-fake/playwright'
import { createServer, type ViteDevServer } from 'vite'
import { type SocketServer, startSocketServer } from '../support/socket-server.ts'
import { portOf } from './support/site.ts'

/** What the page has. */
declare const libraries: typeof import('../support/socket-libraries.ts')

const PAGE = `<!doctype html><title>dev</title><script src="/libraries.js"></script>
<script type="module" src="/main.js"></script>`
const MAIN = `import '/@vite/client'
import.meta.hot.on('greet', (data) => { document.title = data.text })
document.title = 'ready'`

let sockets: SocketServer
let vite: ViteDevServer
test.beforeAll(async () => {
  sockets = await startSocketServer()
  vite = await serveDev()
})
test.afterAll(async () => {
  await Promise.all([vite.close(), sockets.close()])
})

test("libraries, and Vite's own client, reach their servers by the class of the page", async ({
  page,
  pusherFake,
}) => {
  const opened: string[] = []
  page.on('websocket', (socket) => opened.push(new URL(socket.url()).port))
  await page.goto(vite.resolvedUrls?.local[0] ?? '')
  await expect(page).toHaveTitle('ready')

  expect(await page.evaluate((url) => libraries.hearAll(url), sockets.url)).toEqual({
    plain: ['echo x', '', true, true, true],
    'as HMR': ['echo x', 'vite-hmr', true, true, true],
    'graphql-ws': 'from graphql',
    'socket.io': 'from socket.io',
    actioncable: 'from a cable',
    'reconnecting-websocket': 'echo x',
    partysocket: 'echo x',
  })
  await expect.poll(() => vite.ws.clients.size).toBe(1)
  vite.ws.send('greet', { text: 'hello from Vite' })
  await expect(page).toHaveTitle('hello from Vite')

  // The browser's own, one each; of Pusher's none has been there.
  const { port } = new URL(sockets.url)
  expect(opened.filter((each) => each === port)).toHaveLength(7)
  expect(opened).toContain(String(portOf(vite.resolvedUrls?.local[0] ?? '')))
  expect(pusherFake.connections()).toEqual([])
})

/** A dev server of Vite's, with a page that has the libraries. */
async function serveDev(): Promise<ViteDevServer> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../support/socket-libraries.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'libraries',
  })
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', PAGE],
    '/libraries.js': ['text/javascript', outputFiles[0]?.text ?? ''],
  }
  const server = await createServer({
    configFile: false,
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 45_310 },
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === '/main.js' ? id : undefined),
        load: (id) => (id === '/main.js' ? MAIN : undefined),
        configureServer({ middlewares }) {
          middlewares.use(({ url = '' }, response, next) => {
            const [type, body] = files[url] ?? []
            if (body === undefined || type === undefined) next()
            else response.writeHead(200, { 'content-type': type }).end(body)
          })
        },
      },
    ],
  })
  return server.listen()
}
