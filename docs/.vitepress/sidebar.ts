import { existsSync, readFileSync } from 'node:fs'
import type { DefaultTheme } from 'vitepress'

/** Written by typedoc, with the pages that it describes. */
const entries = new URL('../reference/entries.json', import.meta.url)

export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      { text: 'Getting started', link: '/guide/getting-started' },
      { text: 'Which tool for which test', link: '/guide/which-tool' },
      { text: 'How it compares', link: '/guide/comparison' },
    ],
  },
  {
    text: 'Guides by task',
    items: [
      { text: 'Test a notification', link: '/guide/notification' },
      { text: 'Two users and presence', link: '/guide/presence' },
      { text: 'Reconnect and offline', link: '/guide/reconnect' },
      { text: 'Private channels, your own auth', link: '/guide/private-channels' },
      { text: 'Signed-in users', link: '/guide/users' },
      { text: 'Encrypted channels', link: '/guide/encrypted-channels' },
      { text: 'Webhooks', link: '/guide/webhooks' },
      { text: 'Contracts of events', link: '/guide/contracts' },
      { text: 'Coverage of events', link: '/guide/coverage' },
      { text: 'Sweep: a fault at every frame', link: '/guide/sweep' },
      { text: 'The service in a test', link: '/guide/service' },
      { text: 'Recorded sessions', link: '/guide/recording' },
    ],
  },
  {
    text: 'Test tools',
    items: [
      { text: 'Playwright', link: '/tools/playwright' },
      { text: 'Vitest and components', link: '/tools/vitest' },
      { text: 'Jest', link: '/tools/jest' },
      { text: 'Storybook', link: '/tools/storybook' },
      { text: 'MSW', link: '/tools/msw' },
      { text: '@msw/playwright', link: '/tools/msw-playwright' },
      { text: 'Node backends', link: '/tools/node' },
      { text: 'Standalone server', link: '/tools/standalone' },
      { text: 'Control API', link: '/tools/control-api' },
      { text: 'Beside other mocks', link: '/tools/other-mocks' },
    ],
  },
  {
    text: 'Other runners',
    items: [
      { text: 'Any runner', link: '/tools/other-runners' },
      { text: 'node:test', link: '/tools/node-test' },
      { text: 'Mocha', link: '/tools/mocha' },
      { text: 'Bun', link: '/tools/bun' },
      { text: 'Deno', link: '/tools/deno' },
      { text: 'Web Test Runner', link: '/tools/web-test-runner' },
      { text: 'Cypress', link: '/tools/cypress' },
      { text: 'Puppeteer', link: '/tools/puppeteer' },
      { text: 'WebdriverIO', link: '/tools/webdriverio' },
    ],
  },
  {
    text: 'Frameworks',
    items: [
      { text: 'Laravel Echo', link: '/frameworks/laravel-echo' },
      { text: 'Next.js', link: '/frameworks/nextjs' },
      { text: 'SvelteKit', link: '/frameworks/sveltekit' },
      { text: 'Nuxt', link: '/frameworks/nuxt' },
      { text: 'Astro, React Router and others', link: '/frameworks/others' },
      { text: 'Angular', link: '/frameworks/angular' },
      { text: 'React Native', link: '/frameworks/react-native' },
      { text: 'Rails', link: '/frameworks/rails' },
      { text: 'Laravel', link: '/frameworks/laravel' },
      { text: 'Pest', link: '/frameworks/pest' },
      { text: 'Django', link: '/frameworks/django' },
      { text: 'Any backend', link: '/frameworks/plain-http' },
    ],
  },
  {
    text: 'Moving here',
    items: [
      { text: 'From 0.1 to 0.2', link: '/moving/0.1-to-0.2' },
      { text: 'From pusher-js-mock', link: '/moving/pusher-js-mock' },
      { text: 'From the pusher-fake gem', link: '/moving/pusher-fake-gem' },
      { text: 'From soketi in CI', link: '/moving/soketi' },
      { text: 'From routeWebSocket', link: '/moving/route-web-socket' },
    ],
  },
  {
    text: 'About',
    items: [
      { text: 'How it works', link: '/about/how-it-works' },
      { text: 'Limits and differences', link: '/about/limits' },
      { text: 'Fake timers', link: '/about/fake-timers' },
      { text: 'Web workers', link: '/about/web-workers' },
      { text: 'Features and their tests', link: '/about/features' },
      { text: 'Benchmarks', link: '/benchmarks' },
      { text: 'Security', link: '/about/security' },
    ],
  },
  { text: 'Troubleshooting', link: '/troubleshooting' },
  { text: 'Reference', items: referenceItems() },
]

interface Entry {
  readonly title: string
  readonly path?: string
  readonly children?: readonly Entry[]
}

/** A page for each entry point of the package, in the reference's order; none before it is generated. */
function referenceItems(): DefaultTheme.SidebarItem[] {
  if (!existsSync(entries)) return []
  const found: readonly Entry[] = JSON.parse(readFileSync(entries, 'utf8'))
  return pathsOf(found)
    .map((path) => path.replace(/\.md$/, ''))
    .map((name) => ({ text: name, link: `/reference/${name}` }))
}

function pathsOf(found: readonly Entry[]): string[] {
  return found.flatMap(({ path, children = [] }) => [
    ...(path === undefined ? [] : [path]),
    ...pathsOf(children),
  ])
}
