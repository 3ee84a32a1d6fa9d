const IMPORT =
  /^import (?:(?<type>type) )?(?:(?<whole>\w+|\* as \w+)(?:, )?)?(?:\{(?<named>[^}]*)\})? ?(?:from )?'(?<from>[^']+)'(?<rest>.*)\n?/gm

/** A module's text without its imports, and those imports. */
export function splitImports(code: string): { imports: readonly string[]; body: string } {
  return {
    imports: [...code.matchAll(IMPORT)].map(([text]) => text.trimEnd()),
    body: code.replace(IMPORT, '').trimStart(),
  }
}

/** Whether it is there for what it does, or for the types that it adds: no name says who uses it. */
export const isBare = (text: string): boolean => /^import (?:type \{\s*\} from )?'/.test(text)

/** Those of a module's imports that a part of it uses and does not have yet, and of each no name but those. */
export function usedImports(
  imports: readonly string[],
  part: string,
  present: readonly string[],
): string[] {
  const known = new Set(present.join('\n').match(/[\w$]+/g))
  const words = new Set(withoutText(part).match(/(?<![\w$]|(?<!\.\.)\.)[\w$]+/g))
  return imports.flatMap((text) => {
    if (isBare(text)) return [text]
    const { type, whole, named, from, rest = '' } = [...text.matchAll(IMPORT)][0]?.groups ?? {}
    const isUsed = (text: string) => {
      const name = text.trim().split(' ').at(-1) ?? ''
      return words.has(name) && !known.has(name)
    }
    const names = (named ?? '').split(',').filter((name) => name.trim() !== '' && isUsed(name))
    const parts = [
      ...(whole !== undefined && isUsed(whole) ? [whole] : []),
      ...(names.length > 0 ? [`{ ${names.map((name) => name.trim()).join(', ')} }`] : []),
    ]
    if (parts.length === 0) return []
    return [`import ${type ? 'type ' : ''}${parts.join(', ')} from '${from}'${rest}`]
  })
}

/** Without comments and strings, in which a word is no use of a name. */
function withoutText(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, '')
}
