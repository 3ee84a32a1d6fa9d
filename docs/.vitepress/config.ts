import { type DefaultTheme, defineConfig, type UserConfig } from 'vitepress'
import llmstxt from 'vitepress-plugin-llms'
import { githubAnchor } from './github-anchor.ts'
import { plainFences } from './plain-fences.ts'
import { repositoryLinks } from './repository-links.ts'
import { sidebar } from './sidebar.ts'

/** Its types are those of a later Vite than VitePress has. */
const llms = llmstxt({
  details:
    'Agents: the package has a skill file, node_modules/pusher-js-fake/skills/pusher-js-fake/SKILL.md.',
}) as unknown as NonNullable<NonNullable<UserConfig['vite']>['plugins']>

const config: UserConfig<DefaultTheme.Config> = defineConfig({
  title: 'pusher-js-fake',
  description: 'A complete Pusher Channels service that lives where the test lives.',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }]],
  outDir: 'dist',
  cacheDir: '.vitepress/cache',
  srcExclude: ['README.md', 'node_modules/**'],
  // GitHub's anchors, so that a link leads to the same section there and here.
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: githubAnchor },
    config(md) {
      repositoryLinks(md)
      plainFences(md)
    },
  },
  // Each page as Markdown beside it, llms.txt that lists them, and all of them in one file.
  vite: {
    plugins: [llms],
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            // A word that people type is explained on a page; the reference has it in each signature.
            boostDocument: (id: string) => (id.includes('/reference/') ? 0.4 : 1),
          },
        },
      },
    },
    outline: [2, 3],
    nav: [
      { text: 'Guides', link: '/guide/getting-started' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
      { text: 'Benchmarks', link: '/benchmarks' },
    ],
    sidebar,
  },
})

export default config
