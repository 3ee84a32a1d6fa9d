import { tsPlugin } from '@sveltejs/acorn-typescript'
import { type AnyNode, type Comment, Parser, type Program } from 'acorn'
import { isRecord } from '../protocol/json.ts'

export type { Comment, Program } from 'acorn'
export type Node = AnyNode

const plain = Parser.extend(tsPlugin())
const withJsx = Parser.extend(tsPlugin({ jsx: true }))

/**
 * Parses a script or module, with types and JSX.
 *
 * @param onComment gets the comments, in their order
 * @throws SyntaxError
 */
export function parseScript(source: string, path: string, onComment: Comment[] = []): Program {
  // `<Type>value` is no JSX, and JSX is in every other kind of file.
  const parser = /\.[cm]?ts$/.test(path) ? plain : withJsx
  const parse = (sourceType: 'module' | 'script') => {
    onComment.length = 0
    return parser.parse(source, {
      ecmaVersion: 'latest',
      sourceType,
      locations: true,
      allowHashBang: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      onComment,
    })
  }
  try {
    return parse('module')
  } catch (error) {
    try {
      return parse('script')
    } catch {
      throw error
    }
  }
}

export function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value['type'] === 'string'
}
