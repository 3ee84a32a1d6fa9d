import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser'

/**
 * Which room may import which: `npm run check` asks dependency-cruiser, which resolves every import,
 * those of types as well. What no row allows is refused, and so is a folder without a row.
 *
 * A room is one folder, `folder/**` that folder with all in it, or one file; the most exact row counts.
 */
const engine = [
  'src/platform/real-timers.ts',
  'src/protocol',
  'src/errors',
  'src/server/**',
] as const
const service = [...engine, 'src/rest', 'src/auth', 'src/app'] as const

export const rooms: Readonly<Record<string, readonly string[]>> = {
  'src/errors': [],
  'src/platform': [],
  'src/platform/real-timers.ts': [],
  'src/protocol': ['src/errors'],
  'src/server/**': engine,
  'src/rest': engine,
  'src/auth': engine,
  'src/contracts': engine,
  'src/contracts/json-schema': engine,
  'src/contracts.ts': ['src/contracts/json-schema', ...engine],
  'src/app': [...service, 'src/contracts'],
  'src/index.ts': service,

  'src/expectations': ['src/app', 'src/errors', 'src/server/**'],
  'src/matchers.ts': ['src/expectations'],
  'src/script.ts': ['src/index.ts', 'src/browser', 'src/errors'],
  'src/webhooks': ['src/app', ...engine],
  'src/webhooks.ts': ['src/webhooks'],

  'src/timeline': ['src/errors', 'src/protocol', 'src/timeline/page', 'src/timeline/view'],
  'src/timeline/page': ['src/timeline', 'src/timeline/view'],
  'src/timeline/view': ['src/timeline'],
  'src/timeline.ts': ['src/timeline'],

  // What the clients of a realm tell of themselves.
  'src/clients': ['src/errors', 'src/platform/real-timers.ts', 'src/protocol', 'src/server/**'],

  'src/browser': [
    ...service,
    'src/browser/node',
    'src/browser/realm',
    'src/browser/requests',
    'src/browser/socket',
    'src/clients',
  ],
  'src/browser/node': [
    'src/browser/pusher-runtime.ts',
    'src/browser/realm',
    'src/errors',
    'src/protocol',
  ],
  'src/browser/realm': ['src/errors', 'src/platform/real-timers.ts'],
  'src/browser/requests': [
    ...engine,
    'src/auth',
    'src/browser/page-service.ts',
    'src/browser/pusher-runtime.ts',
    'src/browser/realm',
    'src/clients',
  ],
  'src/browser/socket': [...engine, 'src/browser/realm'],
  'src/browser.ts': ['src/browser', 'src/browser/realm'],

  'src/inspector': ['src/app', 'src/browser', 'src/browser/realm', ...engine],
  'src/inspector/panel': ['src/inspector', 'src/timeline', 'src/timeline/view'],
  'src/inspector/page': ['src/inspector', 'src/inspector/panel', 'src/timeline/view'],

  'src/msw': service,
  'src/msw.ts': ['src/msw'],
  'src/msw-ws.ts': ['src/msw'],

  // What a test has in the realm of the app, whatever its runner.
  'src/fixture': [
    ...service,
    'src/index.ts',
    'src/browser',
    'src/browser/node',
    'src/browser/realm',
    'src/clients',
    'src/coverage/collect',
    'src/expectations',
    'src/sweep/plan',
  ],

  'src/vitest': [
    ...service,
    'src/browser',
    'src/browser/node',
    'src/browser/realm',
    'src/coverage/collect',
    'src/expectations',
    'src/fixture',
    'src/sweep/plan',
    'src/timeline',
  ],
  'src/vitest.ts': ['src/vitest', 'src/expectations', 'src/fixture'],

  'src/storybook': [
    ...service,
    'src/browser',
    'src/browser/realm',
    'src/inspector',
    'src/inspector/panel',
    'src/recording',
    'src/timeline/view',
  ],
  'src/storybook.ts': ['src/storybook'],

  'src/standalone': [
    ...service,
    'src/index.ts',
    'src/webhooks',
    'src/standalone/control',
    'src/standalone/http',
    'src/standalone/inspector',
    'src/standalone/sockets',
    'src/contracts/json-schema',
  ],
  'src/standalone/command': [
    ...service,
    'src/command-line',
    'src/index.ts',
    'src/recording',
    'src/webhooks',
    'src/standalone',
    'src/standalone/control',
    'src/standalone/http',
    'src/standalone/inspector',
    'src/contracts/json-schema',
  ],
  'src/standalone/http': [...service, 'src/standalone/served-apps.ts'],
  'src/standalone/sockets': ['src/protocol', 'src/server/connections'],
  'src/standalone/control': [
    ...service,
    'src/recording',
    'src/standalone/control/endpoints',
    'src/standalone/served-apps.ts',
    'src/standalone/server-address.ts',
  ],
  'src/standalone/control/endpoints': [
    ...engine,
    'src/app',
    'src/recording',
    'src/standalone/control',
    'src/standalone/load-contracts.ts',
    'src/standalone/served-apps.ts',
    'src/standalone/server-address.ts',
  ],
  'src/standalone/inspector': [
    ...engine,
    'src/app',
    'src/inspector',
    'src/standalone',
    'src/standalone/control',
    'src/standalone/http',
    'src/timeline',
  ],
  'src/standalone.ts': ['src/standalone'],
  // How the commands read what was typed.
  'src/command-line': ['src/server'],
  'src/cli.ts': [
    'src/init.ts',
    'src/coverage',
    'src/standalone/command',
    'src/standalone/http',
    'src/sweep/command',
    'src/errors',
  ],

  // Each works on the engine, and a door may offer it.
  'src/coverage': [
    'src/command-line',
    'src/contracts',
    'src/coverage/collect',
    'src/errors',
    'src/protocol',
    'src/server',
    'src/timeline',
  ],
  // It runs where the tests run.
  'src/coverage/collect': service,
  'src/recording': service,
  // The plan of a run reaches each door that has tests.
  'src/sweep/plan': service,
  'src/sweep/search': [...engine, 'src/sweep/plan'],
  'src/sweep/scenario': [
    ...service,
    'src/browser',
    'src/browser/realm',
    'src/fixture',
    'src/sweep/plan',
    'src/sweep/search',
  ],
  'src/sweep/command': [
    ...engine,
    'src/command-line',
    'src/sweep/plan',
    'src/sweep/search',
    'src/timeline',
  ],
  'src/coverage.ts': ['src/coverage', 'src/coverage/collect'],
  'src/recording.ts': ['src/recording'],
  'src/sweep.ts': ['src/sweep/plan', 'src/sweep/search', 'src/sweep/scenario'],

  'src/jest': [
    ...service,
    'src/browser',
    'src/browser/realm',
    'src/coverage/collect',
    'src/expectations',
    'src/fixture',
    'src/sweep/plan',
  ],
  'src/jest.ts': ['src/jest', 'src/expectations', 'src/fixture'],
  'src/node': ['src/errors', 'src/protocol', 'src/node/test-header.ts'],
  // What a request says to a backend; who sends it need not have the rest.
  'src/node/test-header.ts': [],
  'src/node.ts': ['src/node'],

  'src/init': [
    'src/command-line',
    'src/init/moving',
    'src/init/tools',
    'src/errors',
    'src/protocol',
  ],
  'src/init/moving': ['src/init'],
  'src/init/tools': ['src/init', 'src/protocol'],
  'src/init.ts': ['src/init'],

  playwright: [
    ...service,
    'playwright/bridge',
    'playwright/bridge/page-report.ts',
    'playwright/routes',
    'playwright/steps',
    'playwright/workers',
    'src/index.ts',
    'src/browser',
    'src/browser/node',
    'src/coverage/collect',
    'src/expectations',
    'src/node/test-header.ts',
    'src/standalone',
    'src/sweep/plan',
    'src/timeline',
    'src/webhooks',
  ],
  'playwright/bridge': [
    ...engine,
    'playwright/quietly.ts',
    'playwright/switched-service.ts',
    'playwright/workers',
    'src/clients',
  ],
  'playwright/routes': [...service, 'playwright/quietly.ts', 'playwright/switched-service.ts'],
  'playwright/steps': [...engine, 'src/index.ts', 'src/timeline'],
  'playwright/workers': [
    'playwright/bridge/bridge-message.ts',
    'playwright/quietly.ts',
    'playwright/routes/installed-pusher.ts',
    'src/protocol',
    'src/standalone',
  ],
  // As text.
  'playwright/bridge/page-report.ts': ['playwright/injected'],
  // It runs in the page; the engine stays in the test process.
  'playwright/injected': [
    'playwright/bridge/batch-text.ts',
    'playwright/bridge/bridge-message.ts',
    'playwright/workers/worker-message.ts',
    'src/browser',
    'src/browser/realm',
    'src/clients',
    'src/errors',
    'src/platform/real-timers.ts',
    'src/protocol',
    'src/server/connections',
    'src/server/diagnosis',
  ],
}

/** Each package, and `node:` for what Node brings along, with the rooms that may import it. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  '@cfworker/json-schema': ['src/contracts/json-schema'],
  '@jest/globals': ['src/jest'],
  '@noble/ciphers': ['src/protocol'],
  '@noble/hashes': ['src/protocol'],
  '@playwright/test': [
    'playwright',
    'playwright/bridge',
    'playwright/routes',
    'playwright/steps',
    'playwright/workers',
  ],
  '@remix-run/node-fetch-server': ['src/standalone/http'],
  '@sinonjs/fake-timers': ['src/sweep/scenario'],
  '@sveltejs/acorn-typescript': ['src/init'],
  acorn: ['src/init'],
  'mock-socket': ['src/browser/socket'],
  msw: ['src/msw'],
  'node:': [
    'playwright',
    'playwright/bridge',
    'playwright/routes',
    'playwright/steps',
    'playwright/workers',
    'src/cli.ts',
    'src/command-line',
    'src/coverage',
    'src/init/**',
    'src/jest',
    'src/node',
    'src/standalone/**',
    'src/sweep/command',
  ],
  'package-manager-detector': ['src/init'],
  picomatch: ['src/init'],
  'pusher-js': ['src/jest', 'src/sweep/scenario', 'src/vitest'],
  react: ['src/inspector/page', 'src/inspector/panel', 'src/storybook'],
  'react-dom': ['src/inspector/page'],
  storybook: ['src/storybook', 'src/storybook.ts'],
  tinyexec: ['src/sweep/command'],
  vitest: ['src/vitest', 'src/vitest.ts'],
  ws: ['src/standalone', 'src/standalone/sockets'],
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The pattern of a room's own files. */
function filesOf(room: string): string {
  if (room.endsWith('/**')) return `^${escaped(room.slice(0, -2))}`
  return /\.tsx?$/.test(room) ? `^${escaped(room)}$` : `^${escaped(room)}/[^/]+$`
}

function filesOfPackage(name: string): string {
  return `(^|/)node_modules/${escaped(name)}/|^${escaped(name)}(/|$)`
}

const mayImport = (name: string, room: string) =>
  packages[name]?.some((other) => new RegExp(filesOf(other)).test(filesIn(room))) === true

/** A path that stands for what is in a room. */
function filesIn(room: string): string {
  return /\.tsx?$/.test(room) ? room : `${room.replace(/\/\*\*$/, '')}/file.ts`
}

/** Rooms with a row of their own. */
function roomsWithin(room: string): string[] {
  const own = new RegExp(filesOf(room))
  return Object.keys(rooms)
    .filter((other) => other !== room && own.test(filesIn(other)))
    .map(filesOf)
}

const boundaries = Object.entries(rooms).map(([room, others]): IForbiddenRuleType => {
  const allowed = Object.keys(packages).filter((name) => mayImport(name, room))
  return {
    name: `room ${room}`,
    comment: `It may import ${[...others, ...allowed].join(', ') || 'nothing'}: see rooms.config.ts.`,
    severity: 'error',
    from: { path: filesOf(room), pathNot: roomsWithin(room) },
    to: {
      pathNot: [filesOf(room), ...others.map(filesOf), ...allowed.map(filesOfPackage)],
      ...(allowed.includes('node:') ? { dependencyTypesNot: ['core'] } : {}),
    },
  }
})

const config: IConfiguration = {
  forbidden: [
    ...boundaries,
    {
      name: 'a folder without a row',
      comment: 'Give it one in rooms.config.ts.',
      severity: 'error',
      from: { path: '^(src|playwright)/', pathNot: Object.keys(rooms).map(filesOf) },
      to: {},
    },
    {
      name: 'a circle',
      comment: 'Move what both need to a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    // Its usual parser is the API of TypeScript, which version 7 does not have.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['types', 'module', 'main'],
    },
  },
}

export default config
