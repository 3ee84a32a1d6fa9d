import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MarkdownRenderer } from 'vitepress'

const docs = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const root = resolve(docs, '..')

/** Where the files of the repository can be read; none as long as the package names no repository. */
const home = repositoryHome()

/**
 * Links of a page to files outside of `docs`, such as tests: in a checkout they lead there as they are; on
 * the site they lead to the repository that package.json names, and without one the path is a tooltip.
 */
export function repositoryLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('repository-links', (state) => {
    const page: string | undefined = state.env.path
    if (page === undefined) return
    for (const { children } of state.tokens) {
      let outside: string | undefined
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          outside = pathOutside(page, token.attrGet('href') ?? '')
          if (outside === undefined) continue
          if (home !== undefined) token.attrSet('href', `${home}/${outside}`)
          else Object.assign(token, { tag: 'span', type: 'span_open', attrs: [['title', outside]] })
        } else if (token.type === 'link_close' && outside !== undefined) {
          if (home === undefined) Object.assign(token, { tag: 'span', type: 'span_close' })
          outside = undefined
        }
      }
    }
  })
}

/** The path from the root of the repository, when a relative link leaves `docs`. */
function pathOutside(page: string, href: string): string | undefined {
  if (!href.startsWith('.')) return undefined
  const [path = ''] = href.split('#')
  const target = resolve(dirname(page), path)
  return relative(docs, target).startsWith('..') ? relative(root, target) : undefined
}

function repositoryHome(): string | undefined {
  const { repository }: { repository?: string | { url?: string } } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const url = typeof repository === 'string' ? repository : repository?.url
  if (url === undefined) return undefined
  return `${url.replace(/^git\+/, '').replace(/\.git$/, '')}/blob/main`
}
