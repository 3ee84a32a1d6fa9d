import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import type { ICruiseResult } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const posix = (path: string) => path.replaceAll(sep, '/')

const sources = globSync(['src/**/*.{ts,tsx}', 'playwright/**/*.ts'], { cwd: root }).map(posix)
const entries = sources.filter((path) => dirname(path) === 'src')
const folders = [...new Set(sources.map((path) => dirname(path)))].filter((path) => path !== 'src')

/** No row has it, so that no room may import it. */
const ATTIC = 'src/attic/probe.ts'

type Code = (pathTo: (path: string) => string) => string

/** What is refused in every room, in each form that an import has. */
const refused: Readonly<Record<string, Code>> = {
  value: (to) => `import { probe } from '${to(ATTIC)}'\nconsole.log(probe)\n`,
  type: (to) => `import type { Probe } from '${to(ATTIC)}'\nexport type Own = Probe\n`,
  'type by name': (to) => `import { type Probe } from '${to(ATTIC)}'\nexport type Own = Probe\n`,
  export: (to) => `export { probe } from '${to(ATTIC)}'\n`,
  'export of all': (to) => `export * from '${to(ATTIC)}'\n`,
  'export of a type': (to) => `export type { Probe } from '${to(ATTIC)}'\n`,
  'dynamic import': (to) => `export const probe = () => import('${to(ATTIC)}')\n`,
  'side effect': (to) => `import '${to(ATTIC)}'\n`,
  test: (to) => `import '${to('test/support/manual-clock.ts')}'\n`,
  'package of no room': () => `import 'esbuild'\n`,
  'type of a package': () => `import type { Plugin } from 'esbuild'\nexport type Own = Plugin\n`,
  'package that is not there': () => `import 'no-such-package'\n`,
}

const MAY = true
const MAY_NOT = false

/** Arrows of the map of the house, and where none leads. */
const arrows: readonly (readonly [from: string, to: string, allowed: boolean])[] = [
  ['src/protocol', 'src/errors/pusher-fake-error.ts', MAY],
  ['src/protocol', 'src/server/engine.ts', MAY_NOT],
  ['src/server', 'src/app/pusher-fake.ts', MAY_NOT],
  ['src/server/channels', 'src/protocol/close-codes.ts', MAY],
  ['src/server/channels', 'src/server/users/signin.ts', MAY],
  ['src/server/faults', 'src/rest/router.ts', MAY_NOT],
  ['src/server/log', 'src/browser/realm/realm.ts', MAY_NOT],
  ['src/rest', 'src/app/pusher-app.ts', MAY_NOT],
  ['src/auth', 'src/rest/router.ts', MAY_NOT],
  ['src/app', 'src/rest/router.ts', MAY],
  ['src/app', 'src/index.ts', MAY_NOT],
  ['src/index.ts', 'src/browser/realm/realm.ts', MAY_NOT],
  ['src/browser', 'src/rest/router.ts', MAY],
  ['src/browser', 'src/msw/handlers.ts', MAY_NOT],
  ['src/msw', 'src/browser/realm/realm.ts', MAY_NOT],
  ['src/msw.ts', 'src/browser.ts', MAY_NOT],
  ['src/vitest', 'src/storybook/preview.ts', MAY_NOT],
  ['src/inspector/page', 'src/server/engine.ts', MAY_NOT],
  ['src/inspector/panel', 'src/browser/realm/realm.ts', MAY_NOT],
  ['src/timeline/view', 'src/protocol/close-codes.ts', MAY_NOT],
  ['src/standalone/control', 'src/browser/realm/realm.ts', MAY_NOT],
  ['src/standalone/control/endpoints', 'src/standalone/command/run-cli.ts', MAY_NOT],
  ['src/standalone/inspector', 'src/browser/realm/realm.ts', MAY_NOT],
  ['src/init/tools', 'src/standalone/command/run-cli.ts', MAY_NOT],
  ['playwright', 'src/expectations/expectation.ts', MAY],
  ['playwright', 'src/storybook/preview.ts', MAY_NOT],
  ['playwright/injected', 'playwright/bridge/bridge-message.ts', MAY],
  ['playwright/injected', 'playwright/fixtures.ts', MAY_NOT],
  ['playwright/injected', 'src/app/pusher-fake.ts', MAY_NOT],
  ['playwright/injected', 'src/server/engine.ts', MAY_NOT],
  ['src/protocol', '@noble/hashes/sha2.js', MAY],
  ['src/rest', '@noble/hashes/sha2.js', MAY_NOT],
  ['src/browser/socket', 'mock-socket', MAY],
  ['src/browser', 'mock-socket', MAY_NOT],
  ['src/browser/realm', 'src/browser/session-router.ts', MAY_NOT],
  ['src/browser/socket', 'src/browser/requests/fetch-patch.ts', MAY_NOT],
  ['src/standalone/sockets', 'src/standalone/http/http-handler.ts', MAY_NOT],
  ['playwright/bridge', 'playwright/routes/user-routes.ts', MAY_NOT],
  ['src/vitest', 'mock-socket', MAY_NOT],
  ['src/msw', 'msw/ws', MAY],
  ['src/browser', 'msw', MAY_NOT],
  ['src/vitest', 'vitest', MAY],
  ['src/expectations', 'vitest', MAY_NOT],
  ['src/inspector/page', 'react-dom/client', MAY],
  ['src/inspector/panel', 'storybook/manager-api', MAY_NOT],
  ['src/timeline/view', 'react', MAY_NOT],
  ['src/vitest', '@playwright/test', MAY_NOT],
  ['playwright/injected', '@playwright/test', MAY_NOT],
  ['playwright/injected', 'node:fs', MAY_NOT],
  ['src/standalone/control', 'node:fs', MAY],
  ['src/server/waits', 'node:fs', MAY_NOT],
  ['src/server', 'fs', MAY_NOT],
]

/** A copy of the sources, so that no other test meets what is written into it. */
let copy: string
const refusals = new Set<string>()
const broken = new Set<string>()
const probes = new Map<string, string>()

/** Writes an import into a room: into a new file of a folder, into an entry itself. */
function write(name: string, room: string, code: Code): void {
  const file = room.endsWith('.ts') ? room : `${room}/probe-${probes.size}.ts`
  appendFileSync(
    join(copy, file),
    code((path) => {
      if (!/^(src|playwright|test)\//.test(path)) return path
      const way = posix(relative(dirname(file), path))
      return way.startsWith('.') ? way : `./${way}`
    }),
  )
  probes.set(`${room}: ${name}`, file)
}

function cruise(): ICruiseResult {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = ['--config', 'rooms.config.ts', '--output-type', 'json', 'src', 'playwright']
  const output = execFileSync(process.execPath, [bin, ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return JSON.parse(output)
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'rooms-'))
  for (const path of ['src', 'playwright', 'rooms.config.ts', 'package.json']) {
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  mkdirSync(join(copy, 'test/support'), { recursive: true })
  writeFileSync(join(copy, 'test/support/manual-clock.ts'), 'export {}\n')
  mkdirSync(join(copy, dirname(ATTIC)))
  writeFileSync(join(copy, ATTIC), `export const probe = 1\nexport interface Probe {}\n`)

  for (const folder of folders) {
    for (const [name, code] of Object.entries(refused)) write(name, folder, code)
    const neighbour = sources.find((path) => dirname(path) === folder) ?? ''
    write('a neighbour', folder, (to) => `import '${to(neighbour)}'\n`)
  }
  for (const entry of entries) write('attic', entry, refused['type'] ?? (() => ''))
  for (const [from, to] of arrows) write(to, from, (pathTo) => `import '${pathTo(to)}'\n`)
  write('its own', 'src/attic', () => `import './probe.ts'\n`)
  write('circle', 'src/protocol', () => `import type { B } from './circle.ts'\nexport type A = B\n`)
  const circle = probes.get('src/protocol: circle') ?? ''
  const back = `import type { A } from './${circle.split('/').at(-1)}'\nexport type B = A\n`
  writeFileSync(join(copy, 'src/protocol/circle.ts'), back)

  for (const { from, to, rule } of cruise().summary.violations) {
    broken.add(`${rule.name}: ${from}`)
    if (rule.name !== 'a circle') refusals.add(`${from} -> ${to}`).add(from)
  }
}, 60_000)

afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** Whether an import from `room` was refused; an entry has several, of which one is meant. */
function isRefused(room: string, name: string, target = ATTIC): boolean {
  const file = probes.get(`${room}: ${name}`)
  if (file === undefined) throw new Error(`There is no probe "${name}" in ${room}.`)
  return refusals.has(entries.includes(file) ? `${file} -> ${target}` : file)
}

describe.each(folders)('the room %s', (folder) => {
  it.each(Object.keys(refused))('refuses what no room may import: %s', (name) => {
    expect(isRefused(folder, name)).toBe(true)
  })

  it('lets a file import its neighbour', () => {
    expect(isRefused(folder, 'a neighbour')).toBe(false)
  })
})

it.each(entries)('the entry %s imports only what its row allows', (entry) => {
  expect(isRefused(entry, 'attic')).toBe(true)
})

it.each(arrows)('%s, %s: %s', (from, to, allowed) => {
  expect(isRefused(from, to, to)).toBe(!allowed)
})

it('refuses a folder without a row', () => {
  expect(broken).toContain(`a folder without a row: ${probes.get('src/attic: its own')}`)
})

it('refuses a circle of types', () => {
  expect([...broken]).toContainEqual(expect.stringMatching(/^a circle: src\/protocol\//))
})

it.each(folders)('%s can be read at a glance', (folder) => {
  expect(sources.filter((path) => dirname(path) === folder).length).toBeLessThanOrEqual(15)
})
