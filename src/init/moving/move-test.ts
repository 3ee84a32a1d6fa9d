import { moveDifferences } from './differences.ts'
import { MOCK_MODULE } from './imports.ts'
import { moveEmits } from './move-emits.ts'
import { type Decision, Moving, type Runner } from './moving.ts'
import { rename, usesOf } from './names.ts'
import { removeMocks } from './remove-mocks.ts'
import { is, rootName, textOf } from './syntax.ts'
import { TestFile } from './test-file.ts'

export interface MovedTest {
  readonly source: string
  readonly decisions: readonly Decision[]
}

/** Names of the mock for which pusher-js has a type. */
const TYPES: Readonly<Record<string, string>> = {
  PusherChannelMock: 'Channel',
  PusherPresenceChannelMock: 'PresenceChannel',
}
const TEST_NAMES = ['it', 'test'] as const

/**
 * Moves a test file from pusher-js-mock to the real pusher-js and a fake service, as far as that can be done
 * without knowing the app.
 *
 * @param appKey where it is known
 * @throws SyntaxError
 */
export function moveTest(
  source: string,
  path: string,
  runner: Runner,
  appKey = 'app-key',
): MovedTest {
  const moving = new Moving(new TestFile(source, path), runner)
  removeMocks(moving)
  moveEmits(moving)
  const keys = moveClients(moving, appKey)
  moveTypes(moving)
  moveDifferences(moving)
  if (keys.length > 1)
    moving.decide(1, `clients of several keys: ${keys.join(', ')}. A fake has one.`)
  takeFake(moving, keys[0] ?? appKey)
  moving.imports.write()
  return { source: moving.file.edits.apply(), decisions: moving.decisions }
}

/** @returns the keys that clients are made with */
function moveClients({ file, imports }: Moving, appKey: string): string[] {
  const { source, style, edits } = file
  const keys = new Set<string>()
  const mocks = [...imports.mockNames].flatMap(([local, exported]) =>
    exported === 'PusherMock' ? [local] : [],
  )
  file.walk((node) => {
    if (!is(node, 'NewExpression') || !mocks.includes(rootName(node.callee) ?? '')) return
    const [key, options] = node.arguments
    keys.add(key === undefined ? appKey : (textOf(key) ?? appKey))
    if (options !== undefined) return
    const cluster = `{ cluster: ${style.quote('mt1')} }`
    if (key !== undefined) return edits.insert(key.end, `, ${cluster}`)
    const given = `${style.quote(appKey)}, ${cluster}`
    if (source[node.end - 1] === ')') edits.insert(node.end - 1, given)
    else edits.insert(node.end, `(${given})`)
  })
  const isUsed = mocks.some((mock) => usesOf(file, mock).length > 0)
  imports.drop(MOCK_MODULE, (exported) => exported === 'PusherMock')
  for (const mock of mocks) rename(file, mock, imports.client ?? 'Pusher')
  if (isUsed && imports.client === undefined) {
    imports.add({ module: 'pusher-js', exported: 'default', local: 'Pusher' })
  }
  return [...keys]
}

/** The types that pusher-js has as well, and what nothing uses any more. */
function moveTypes(moving: Moving): void {
  const { file, imports } = moving
  for (const [local, exported] of imports.mockNames) {
    if (exported === 'PusherMock') continue
    const type = TYPES[exported]
    const uses = usesOf(file, local)
    if (uses.some(({ isType }) => !isType || type === undefined)) {
      moving.decide(uses[0]?.line ?? 1, `${exported}: the real client makes its channels itself.`)
      continue
    }
    imports.drop(MOCK_MODULE, (_, each) => each === local)
    if (uses.length === 0 || type === undefined) continue
    rename(file, local, type)
    imports.add({ module: 'pusher-js', exported: type, local: type, isType: true })
  }
}

/** Lets the file have `pusherFake`, and where it needs none, at least no way to the network. */
function takeFake({ file, imports, runner, usesFake }: Moving, key: string): void {
  const hasKey = key !== 'app-key'
  const given = `{ key: ${file.style.quote(key)} }`
  if (runner === 'jest') {
    const names = [...(usesFake ? ['pusherFake'] : []), ...(hasKey ? ['setPusherFakeOptions'] : [])]
    const module = 'pusher-js-fake/jest'
    if (names.length === 0) imports.add({ module, exported: '', local: '' })
    imports.add(...names.map((name) => ({ module, exported: name, local: name })))
    if (hasKey) imports.putBelow(`setPusherFakeOptions(${given})`)
    return
  }
  const used = TEST_NAMES.filter((name) =>
    new RegExp(`\\b${name}(?:\\.\\w+)*\\s*[(\`]`).test(file.source),
  )
  const [local] = used
  if (local === undefined) return
  imports.drop(/^vitest$/, (exported) => exported === 'it' || exported === 'test')
  const from = { module: 'pusher-js-fake/vitest', exported: 'test' }
  imports.add(...used.map((name) => ({ ...from, local: name })))
  if (hasKey) imports.putBelow(`${local}.override({ pusherFakeOptions: ${given} })`)
}
