import { Visitor } from 'vite'
import { expect, test } from 'vitest'
import { shippedPrograms } from './source.ts'

// Whether a compare takes the same time wherever two secrets differ is read from the code: a clock in a
// test would say how busy the machine is.

const SECRET = /signature|token|secret|hmac|digest/i
const programs = shippedPrograms()

/** The calls in a function of a file, by the names of what is called. */
function callsIn(file: string, name: string): string[] {
  const calls: string[] = []
  let depth = 0
  const program = programs.find(({ where }) => where === file)?.program
  if (program === undefined) throw new Error(`There is no ${file}`)
  new Visitor({
    FunctionDeclaration({ id }) {
      if (id?.name === name) depth += 1
    },
    'FunctionDeclaration:exit'({ id }) {
      if (id?.name === name) depth -= 1
    },
    CallExpression({ callee }) {
      if (depth > 0 && callee.type === 'Identifier') calls.push(callee.name)
    },
  }).visit(program)
  return calls
}

function importsOf(file: string): string[] {
  const imports: string[] = []
  const program = programs.find(({ where }) => where === file)?.program
  if (program !== undefined) {
    new Visitor({
      ImportDeclaration({ source, specifiers }) {
        for (const { local } of specifiers) imports.push(`${local.name} of ${source.value}`)
      },
    }).visit(program)
  }
  return imports
}

test('signatures and tokens are compared by a library in constant time', () => {
  expect(importsOf('src/protocol/signatures.ts')).toContain('equalBytes of @noble/ciphers/utils.js')
  expect(callsIn('src/protocol/signatures.ts', 'signaturesEqual')).toEqual([
    'equalBytes',
    'utf8Bytes',
    'utf8Bytes',
  ])
  expect(importsOf('src/standalone/control/guard.ts')).toContain('timingSafeEqual of node:crypto')
  expect(callsIn('src/standalone/control/guard.ts', 'equal')).toEqual([
    'timingSafeEqual',
    'digest',
    'digest',
  ])
})

test('whoever checks one calls that', () => {
  expect(callsIn('src/server/channels/authorize-subscription.ts', 'checkSignature')).toContain(
    'signaturesEqual',
  )
  expect(callsIn('src/server/users/signin.ts', 'signin')).toContain('signaturesEqual')
  expect(callsIn('src/rest/authenticate-request.ts', 'authenticateRequest')).toContain(
    'signaturesEqual',
  )
  expect(callsIn('src/standalone/control/guard.ts', 'assertAllowed')).toContain('equal')
  for (const handler of ['control/control-handler.ts', 'inspector/inspector-handler.ts']) {
    expect(importsOf(`src/standalone/${handler}`)).toContainEqual(
      expect.stringMatching(/^assertAllowed of /),
    )
  }
})

test('nothing compares a secret with ===', () => {
  const found: string[] = []
  for (const { where, program } of programs) {
    new Visitor({
      BinaryExpression({ operator, left, right }) {
        if (!/^[!=]==?$/.test(operator)) return
        const sides = [left, right].map(nameOf)
        if (!sides.some((name) => name !== undefined && SECRET.test(name))) return
        // One side that is no value of its own: undefined, null, a literal.
        if (sides.includes('undefined') || [left, right].some(({ type }) => type === 'Literal')) {
          return
        }
        found.push(`${where}: ${sides.join(` ${operator} `)}`)
      },
    }).visit(program)
  }
  expect(found).toEqual([])
})

function nameOf(node: { readonly type: string }): string | undefined {
  if (node.type === 'Identifier' && 'name' in node) return String(node.name)
  if (node.type !== 'MemberExpression' || !('property' in node)) return undefined
  return nameOf(node.property as { type: string })
}
