import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { githubAnchor } from '../../docs/.vitepress/github-anchor.ts'
import { sidebar } from '../../docs/.vitepress/sidebar.ts'
import { codeBlocks } from '../../scripts/docs/code-blocks.ts'
import { markdownFiles } from '../../scripts/docs/markdown-files.ts'

const root = new URL('../../', import.meta.url)

const texts = new Map<string, string>()

beforeAll(async () => {
  for (const path of await markdownFiles(root)) {
    texts.set(path, withoutCode(path, await readFile(new URL(path, root), 'utf8')))
  }
})

test('links to files of the repository lead somewhere, and to sections that are there', async () => {
  let count = 0
  for (const [path, text] of texts) {
    for (const [, inline, named] of text.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)) {
      const target = inline ?? named ?? ''
      if (/^(https?:|mailto:|\/reference\/)/.test(target)) continue
      count += 1
      const [file = '', anchor] = target.split('#')
      const url = new URL(file === '' ? path : file, new URL(path, root))
      if (file === '') url.href = new URL(path, root).href
      expect.soft(existsSync(url), `${path}: ${target}`).toBe(true)
      if (anchor === undefined || !url.pathname.endsWith('.md') || !existsSync(url)) continue
      expect.soft(anchorsOf(await readFile(url, 'utf8')), `${path}: ${target}`).toContain(anchor)
    }
  }
  expect(count).toBeGreaterThan(50)
})

test('the map of the house has every room', async () => {
  const map = await readFile(new URL('CONTRIBUTING.md', root), 'utf8')
  const rooms = readdirSync(new URL('src', root), { withFileTypes: true })
  for (const { name } of rooms.filter((entry) => entry.isDirectory())) {
    expect.soft(map, name).toContain(`\`src/${name}`)
  }
})

test('links of the sidebar lead to pages', () => {
  const links = sidebar
    .flatMap(({ link, items = [] }) => [link, ...items.map((item) => item.link)])
    .filter((link) => link !== undefined)
    .filter((link) => !link.startsWith('/reference/'))
  expect(links.length).toBeGreaterThan(25)
  for (const link of links) {
    expect.soft(existsSync(new URL(`docs${link}.md`, root)), link).toBe(true)
  }
})

test('every page of the docs is in the sidebar', () => {
  const links = sidebar.flatMap(({ link, items = [] }) => [link, ...items.map((item) => item.link)])
  for (const path of texts.keys()) {
    if (!path.startsWith('docs/') || ['docs/index.md', 'docs/README.md'].includes(path)) continue
    expect.soft(links, path).toContain(path.replace(/^docs/, '').replace(/\.md$/, ''))
  }
})

function withoutCode(path: string, markdown: string): string {
  return codeBlocks(path, markdown).reduce((text, { code }) => text.replace(code, ''), markdown)
}

function anchorsOf(markdown: string): string[] {
  return [...withoutCode('', markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    githubAnchor(heading.replaceAll('`', '')),
  )
}
