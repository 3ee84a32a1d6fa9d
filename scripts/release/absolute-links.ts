import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import type { Repository } from './repository.ts'

/**
 * Leads the relative links and images of a Markdown text into its repository, as npm's page of the package
 * has no files beside it. All else stays as it is, byte for byte.
 */
export function absoluteLinks(markdown: string, { url, ref }: Repository): string {
  const images = namesOfImages(markdown)
  let text = markdown
  for (const node of linksOf(fromMarkdown(markdown)).reverse()) {
    const { start, end } = node.position ?? {}
    if (start?.offset === undefined || end?.offset === undefined || !isRelative(node.url)) continue
    const image =
      node.type === 'image' || (node.type === 'definition' && images.has(node.identifier))
    const source = text.slice(start.offset, end.offset)
    const at = source.lastIndexOf(node.url)
    if (at < 0) throw new Error(`README.md:${start.line}: cannot find "${node.url}" in ${source}`)
    const absolute = `${url}/${image ? 'raw' : 'blob'}/${ref}/${node.url.replace(/^\.\//, '')}`
    const done = source.slice(0, at) + absolute + source.slice(at + node.url.length)
    text = text.slice(0, start.offset) + done + text.slice(end.offset)
  }
  return text
}

type Link = Extract<Nodes, { url: string }>

/** In the order of the text; one that is in another comes before it, as its address does. */
function linksOf(node: Nodes): Link[] {
  const inner = 'children' in node ? node.children.flatMap(linksOf) : []
  return 'url' in node ? [...inner, node] : inner
}

function namesOfImages(markdown: string): ReadonlySet<string> {
  const names = (node: Nodes): string[] => {
    if (node.type === 'imageReference') return [node.identifier]
    return 'children' in node ? node.children.flatMap(names) : []
  }
  return new Set(names(fromMarkdown(markdown)))
}

function isRelative(url: string): boolean {
  return !url.startsWith('#') && !url.startsWith('/') && !URL.canParse(url)
}
