import { visit } from 'recast'
import { moveDifferences } from './differences.ts'
import {
  addImports,
  dropNames,
  MOCK_MODULE,
  type MockImports,
  readImports,
  rename,
  usesOf,
} from './imports.ts'
import { moveEmits } from './move-emits.ts'
import { type Decision, Moving, type Runner } from './moving.ts'
import { removeMocks } from './remove-mocks.ts'
import { n, parseTest, printTest, rootName, Style, textOf } from './syntax.ts'

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
  const file = parseTest(source, path)
  const moving = new Moving(file, source, runner, new Style(source))
  const imports = readImports(file)
  const [first] = file.program.body
  removeMocks(moving, [...imports.names.keys()])
  moveEmits(moving)
  const keys = moveClients(moving, imports, appKey)
  moveTypes(moving, imports.names)
  moveDifferences(moving)
  if (keys.length > 1)
    moving.decide(1, `clients of several keys: ${keys.join(', ')}. A fake has one.`)
  takeFake(moving, keys[0] ?? appKey)
  addImports(file, moving.wanted, imports.requires, moving.style)
  // What a file says of itself at its top, such as its environment, stays there.
  const [now] = file.program.body
  if (first?.comments && now !== undefined && now !== first) now.comments = first.comments
  return { source: printTest(file, source), decisions: moving.decisions }
}

/** @returns the keys that clients are made with */
function moveClients(
  { file, style, wanted }: Moving,
  { names, client }: MockImports,
  appKey: string,
): string[] {
  const keys = new Set<string>()
  const mocks = [...names].flatMap(([local, exported]) =>
    exported === 'PusherMock' ? [local] : [],
  )
  visit(file, {
    visitNewExpression(path) {
      const { node } = path
      if (mocks.includes(rootName(node.callee) ?? '')) {
        const [key, options] = node.arguments
        keys.add(key === undefined ? appKey : (textOf(key) ?? appKey))
        node.arguments = [
          key ?? style.expression(style.quote(appKey)),
          options ?? style.expression(`{ cluster: ${style.quote('mt1')} }`),
        ]
      }
      this.traverse(path)
    },
  })
  const isUsed = mocks.some((mock) => usesOf(file, mock).length > 0)
  dropNames(file, MOCK_MODULE, (exported) => exported === 'PusherMock')
  for (const mock of mocks) rename(file, mock, client ?? 'Pusher')
  if (isUsed && client === undefined) {
    wanted.push({ module: 'pusher-js', exported: 'default', local: 'Pusher' })
  }
  return [...keys]
}

/** The types that pusher-js has as well, and what nothing uses any more. */
function moveTypes(moving: Moving, names: ReadonlyMap<string, string>): void {
  const { file, wanted } = moving
  for (const [local, exported] of names) {
    if (exported === 'PusherMock') continue
    const type = TYPES[exported]
    const uses = usesOf(file, local)
    if (uses.some(({ isType }) => !isType || type === undefined)) {
      moving.decide(uses[0]?.line ?? 1, `${exported}: the real client makes its channels itself.`)
      continue
    }
    dropNames(file, MOCK_MODULE, (_, each) => each === local)
    if (uses.length === 0 || type === undefined) continue
    rename(file, local, type)
    wanted.push({ module: 'pusher-js', exported: type, local: type, isType: true })
  }
}

/** Lets the file have `pusherFake`, and where it needs none, at least no way to the network. */
function takeFake({ file, source, runner, style, wanted, usesFake }: Moving, key: string): void {
  const hasKey = key !== 'app-key'
  const given = `{ key: ${style.quote(key)} }`
  if (runner === 'jest') {
    const names = [...(usesFake ? ['pusherFake'] : []), ...(hasKey ? ['setPusherFakeOptions'] : [])]
    const module = 'pusher-js-fake/jest'
    if (names.length === 0) wanted.push({ module, exported: '', local: '' })
    wanted.push(...names.map((name) => ({ module, exported: name, local: name })))
    if (hasKey) put(`setPusherFakeOptions(${given})`)
    return
  }
  const used = TEST_NAMES.filter((name) =>
    new RegExp(`\\b${name}(?:\\.\\w+)*\\s*[(\`]`).test(source),
  )
  const [local] = used
  if (local === undefined) return
  dropNames(file, /^vitest$/, (exported) => exported === 'it' || exported === 'test')
  const from = { module: 'pusher-js-fake/vitest', exported: 'test' }
  wanted.push(...used.map((name) => ({ ...from, local: name })))
  if (hasKey) put(`${local}.override({ pusherFakeOptions: ${given} })`)

  /** Below the imports. */
  function put(code: string): void {
    const { body } = file.program
    const last = body.findLastIndex((each) => n.ImportDeclaration.check(each) || isRequire(each))
    body.splice(last + 1, 0, style.statement(`\n${code}`))
  }
}

function isRequire(statement: unknown): boolean {
  if (!n.VariableDeclaration.check(statement)) return false
  const [declarator] = statement.declarations
  return n.VariableDeclarator.check(declarator) && rootName(declarator.init) === 'require'
}
