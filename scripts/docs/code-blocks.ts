/** A fenced block of a Markdown file. */
export interface CodeBlock {
  /** Of the file that holds it. */
  readonly path: string
  /** Of the opening fence, counted from 1. */
  readonly line: number
  readonly language: string
  /** `from=…`, `with=…`, `no-check="…"`, `continues`: what stands in the fence after the language. */
  readonly meta: Readonly<Record<string, string>>
  /** Without the indentation of the fence. */
  readonly code: string
}

/** What a block that `continues` is pasted below: the block before it, and what that one continues. */
export function above(block: CodeBlock, blocks: readonly CodeBlock[]): CodeBlock[] {
  if (block.meta['continues'] === undefined) return []
  const before = blocks
    .slice(0, blocks.indexOf(block))
    .findLast(({ path, language }) => path === block.path && language === block.language)
  if (before === undefined) throw new Error(`${block.path}:${block.line} continues nothing`)
  return [...above(before, blocks), before]
}

const FENCE = /^(?<indent> *)(?<fence>`{3,})(?<info>[^`]*)$/
const META = /([a-z-]+)(?:=(?:"([^"]*)"|(\S+)))?/g

/** The fenced blocks of a Markdown text, in their order. */
export function codeBlocks(path: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  const lines = markdown.split('\n')
  for (let start = 0; start < lines.length; start += 1) {
    const { indent = '', fence, info = '' } = FENCE.exec(lines[start] ?? '')?.groups ?? {}
    if (fence === undefined) continue
    const end = lines.findIndex((line, index) => index > start && line.trim() === fence)
    if (end === -1) throw new Error(`${path}:${start + 1}: the block has no end`)
    const [language = ''] = info.trim().split(/\s+/)
    const code = lines
      .slice(start + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join('\n')
    blocks.push({ path, line: start + 1, language, meta: parseMeta(info), code })
    start = end
  }
  return blocks
}

function parseMeta(info: string): Record<string, string> {
  return Object.fromEntries(
    [...info.replace(/^\s*\S+/, '').matchAll(META)].map(([, name, quoted, plain]) => [
      name,
      quoted ?? plain ?? '',
    ]),
  )
}
