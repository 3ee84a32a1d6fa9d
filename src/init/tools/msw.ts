import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { authOptions, fakeOptions, fileOf, indent } from '../code.ts'
import { isOlder, type Project } from '../project.ts'
import type { NewFile, Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'
import type { SourceScan } from '../source-scan.ts'
import type { TestFiles } from '../test-path.ts'
import { extensionOf, placeVitestTest, type VitestSetup } from './vitest.ts'

const FOLDERS = ['src/mocks', 'mocks', 'test/mocks', 'tests/mocks', 'src/test/mocks']
const HANDLERS = ['ts', 'js', 'mjs'].map((extension) => `handlers.${extension}`)

/** @returns undefined when the project does not use MSW */
export function proposeMsw(
  project: Project,
  vitest: VitestSetup | undefined,
  settings: PusherSettings,
  scan: SourceScan,
  others: readonly TestFiles[],
): Proposal | undefined {
  if (project.dependency('msw') === undefined) return undefined
  const tool = 'MSW'
  const user = scan.users.get('msw')
  if (user !== undefined) return { tool, settled: `${user} uses pusher-js-fake/msw` }
  if (isOlder(project, 'msw', [2, 11])) {
    return { tool, settled: 'pusher-js-fake/msw needs MSW 2.11 or later' }
  }
  const usesSdk = project.dependency('pusher') !== undefined
  if (!usesSdk && !scan.hasWorker) return settings.hasAuth ? inTests(settings) : undefined
  const folder = FOLDERS.find((name) => existsSync(join(project.root, name)))
  const fallback = existsSync(join(project.root, 'src')) ? 'src/mocks' : 'mocks'
  const path = join(project.root, folder ?? fallback, `pusher.${extensionOf(project)}`)
  const handlers = project.find(HANDLERS.map((name) => `${folder ?? fallback}/${name}`))
  const test = usesSdk && vitest ? testOfServer(project, vitest, path, others) : undefined
  return {
    tool,
    files: [{ path, content: handlersFile(settings, scan) }, ...(test === undefined ? [] : [test])],
    manual: [
      {
        what: `In ${handlers === undefined ? 'the file with your handlers' : project.show(handlers)}:`,
        lines: [
          `import { pusherFakeHandlers } from './${nameOf(path)}'`,
          'export const handlers = [...pusherFakeHandlers /* , yours */]',
        ],
      },
    ],
    commands: test === undefined ? [] : [project.runCommand(['vitest', 'run', 'pusher-server'])],
  }
}

/** Component tests have a fake for each test, so that its handlers belong to the test as well. */
function inTests(settings: PusherSettings): Proposal {
  const options = authOptions(settings).map((line) => line.replace(/,$/, ''))
  const argument = options.length === 0 ? '' : `, { ${options.join(', ')} }`
  return {
    tool: 'MSW',
    manual: [
      {
        what: 'In a component test, for the authorization endpoints:',
        lines: [
          "import { pusherHandlers } from 'pusher-js-fake/msw'",
          `server.use(...pusherHandlers(pusherFake${argument}))`,
        ],
      },
    ],
  }
}

/** A fake of its own; in the page, MSW serves the sockets as well. */
function handlersFile(settings: PusherSettings, { hasWorker }: SourceScan): string {
  const auth = authOptions(settings)
  const options = auth.length === 0 ? '' : ', {'
  const imported = hasWorker ? 'pusherHandlers, pusherSockets' : 'pusherHandlers'
  return fileOf(
    "import { createPusherFake } from 'pusher-js-fake'",
    `import { ${imported} } from 'pusher-js-fake/msw'`,
    '',
    'export const pusherFake = createPusherFake({',
    indent(fakeOptions(settings, { withCluster: true })),
    '})',
    '',
    hasWorker
      ? "/** Answer the REST API, the authorization endpoints, and the page's sockets. */"
      : "/** Answer the REST API to the server's SDK, and the authorization endpoints. */",
    'export const pusherFakeHandlers = [',
    `  ...pusherHandlers(pusherFake${options}${auth.length === 0 ? '),' : ''}`,
    ...(auth.length === 0 ? [] : [...indent(auth, 4), '  }),']),
    ...(hasWorker ? ['  pusherSockets(pusherFake),'] : []),
    ']',
  )
}

/** A test of server code, where the project has the SDK and Vitest. */
function testOfServer(
  project: Project,
  setup: VitestSetup,
  handlers: string,
  others: readonly TestFiles[],
): NewFile | undefined {
  if (project.dependency('pusher') === undefined || isOlder(project, 'vitest', [4]))
    return undefined
  const path = placeVitestTest(project, setup, 'pusher-server', others)
  if (path === undefined) return undefined
  const content = fileOf(
    "import { setupServer } from 'msw/node'",
    "import Pusher from 'pusher'",
    "import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'",
    `import { pusherFake, pusherFakeHandlers } from '${specifier(path, handlers)}'`,
    '',
    'const server = setupServer(...pusherFakeHandlers)',
    'beforeAll(() => server.listen())',
    'afterEach(() => pusherFake.reset())',
    'afterAll(() => server.close())',
    '',
    '// Next: call the code of yours that triggers, in place of the SDK.',
    "test('an event of the server reaches who has subscribed', async () => {",
    '  const peer = pusherFake.connect()',
    "  await peer.subscribe('orders')",
    '',
    '  const { appId, key, secret, cluster } = pusherFake',
    '  const pusher = new Pusher({ appId, key, secret, cluster, useTLS: true })',
    "  await pusher.trigger('orders', 'created', { id: 1 })",
    '',
    "  expect(peer.received).toContainEqual({ event: 'created', channel: 'orders', data: { id: 1 } })",
    '})',
  )
  return { path, content }
}

/** How the file at `from` imports the one at `to`; a resolver of Vite's finds the ending. */
function specifier(from: string, to: string): string {
  const path = join(relative(dirname(from), dirname(to)), nameOf(to))
    .split(sep)
    .join('/')
  return path.startsWith('.') ? path : `./${path}`
}

function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '')
}
