import { describe, expect, test } from 'vitest'
import { createProject, manifest, type ProjectOnDisk, type Run } from './project-on-disk.ts'

const PLAYWRIGHT = '@playwright/test/cli.js'
const VITEST = 'vitest/vitest.mjs'
const TSC = 'typescript/bin/tsc'
const TSCONFIG = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, skipLibCheck: true, jsx: 'react-jsx' },
    ...{ module: 'preserve', moduleResolution: 'bundler', target: 'es2023', types: [] },
    lib: ['es2023', 'dom'],
  },
}

/** Writes, and then again, when there is nothing left to do. */
async function initTwice(project: ProjectOnDisk): Promise<Run> {
  const first = await project.init('--yes')
  expect(first).toMatchObject({ code: 0, error: '' })
  const second = await project.init('--yes')
  expect(second).toMatchObject({ code: 0, error: '' })
  expect(second.output).toContain('Nothing to do')
  return first
}

const VITE_AND_REACT = {
  'package.json': manifest('react', 'react-dom', 'pusher-js', 'vite', '@playwright/test'),
  'tsconfig.json': TSCONFIG,
  'index.html':
    '<!doctype html><div id="root"></div><script type="module" src="/src/main.tsx"></script>',
  '.env': 'VITE_PUSHER_APP_KEY=my-key\nVITE_PUSHER_APP_CLUSTER=eu\n',
  'src/main.tsx': `
    import Pusher from 'pusher-js'
    import { useEffect, useState } from 'react'
    import { createRoot } from 'react-dom/client'

    function Orders() {
      const [orders, setOrders] = useState<number[]>([])
      useEffect(() => {
        const pusher = new Pusher(import.meta.env.VITE_PUSHER_APP_KEY, {
          cluster: import.meta.env.VITE_PUSHER_APP_CLUSTER,
          channelAuthorization: { endpoint: '/api/pusher-auth', transport: 'ajax' },
        })
        pusher.subscribe('presence-orders').bind('created', ({ id }) => setOrders((all) => [...all, id]))
        return () => pusher.disconnect()
      }, [])
      return <ul>{orders.map((id) => <li key={id}>Order {id}</li>)}</ul>
    }

    createRoot(document.getElementById('root')!).render(<Orders />)
  `,
  'playwright.config.ts': `
    import { defineConfig, devices } from '@playwright/test'

    const port = process.env.PORT ?? '45321'

    export default defineConfig({
      testDir: './tests/browser',
      reporter: 'line',
      use: {
        baseURL: 'http://localhost:45321/',
        launchOptions: { executablePath: process.env.CHROMIUM_PATH },
      },
      projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
      webServer: {
        command: 'node node_modules/vite/bin/vite.js --port 45321 --strictPort',
        url: 'http://localhost:45321/',
      },
    })
  `,
}

describe('the tests that init writes run, and pass', () => {
  test('Vite, React and Playwright', { timeout: 60_000 }, async () => {
    const packages = ['react', 'react-dom', 'pusher-js', 'vite', '@playwright/test']
    const project = await createProject(VITE_AND_REACT, [...packages, 'pusher-js-fake'])
    const { output } = await initTwice(project)
    expect(output).toContain('App key: my-key (VITE_PUSHER_APP_KEY in .env), cluster eu')
    expect(
      await project.read('tests/browser/pusher.spec.ts'),
    ).toBe(`import { expect, test } from 'pusher-js-fake/playwright'

test.use({
  pusherFakeOptions: {
    key: 'my-key', // VITE_PUSHER_APP_KEY in .env
    authEndpoint: '/api/pusher-auth',
    user: { id: 'ada', info: { name: 'Ada' } },
  },
})

test('the page is connected to Pusher', async ({ page, pusherFake }) => {
  await page.goto('/')
  await expect(pusherFake).toHaveConnected()
  await expect(pusherFake).toHaveSubscribed('presence-orders')
  // Next: pusherFake.trigger('presence-orders', 'an-event', {}), and expect what the page shows.
})
`)
    const passed = await project.run(PLAYWRIGHT, 'test', 'pusher')
    expect(passed).toMatchObject({ code: 0, output: expect.stringContaining('1 passed') })

    // What passes must be able to fail: the app has another key now.
    await project.write({ '.env': 'VITE_PUSHER_APP_KEY=other-key\nVITE_PUSHER_APP_CLUSTER=eu\n' })
    const failed = await project.run(PLAYWRIGHT, 'test', 'pusher')
    expect(failed.code).toBe(1)
    expect(failed.output + failed.error).toContain('4001: App key other-key not in this cluster')
  })

  test("Vitest, with the server's SDK through MSW, in TypeScript", {
    timeout: 60_000,
  }, async () => {
    const packages = ['pusher', 'pusher-js', 'msw', 'vitest', 'typescript']
    const project = await createProject(
      {
        'package.json': manifest(...packages),
        'tsconfig.json': TSCONFIG,
        'vitest.config.ts': `
          import { defineConfig } from 'vitest/config'
          export default defineConfig(() => ({ test: { include: ['test/unit/**/*.check.ts'] } }))
        `,
        'src/pusher.ts': `import Pusher from 'pusher-js'
          export const pusher = new Pusher('literal-key', { cluster: 'us2' })`,
      },
      [...packages, 'pusher-js-fake'],
    )
    const { output } = await initTwice(project)
    expect(output).toMatch(
      /Wrote test\/unit\/pusher\.check\.ts\n.*\n?.*Wrote src\/mocks\/pusher\.ts/,
    )
    const run = await project.run(VITEST, 'run')
    expect(run.output).toMatch(/Test Files {2}2 passed/)
    expect(await project.run(TSC)).toMatchObject({ code: 0, output: '' })
  })

  test.each(['pusher', 'reverb'])(
    'Vitest with Laravel Echo and %s, in JavaScript',
    async (name) => {
      const packages = ['laravel-echo', 'pusher-js', 'vitest']
      const variable = name === 'reverb' ? 'REVERB' : 'PUSHER'
      const project = await createProject(
        {
          'package.json': manifest(...packages),
          '.env': `${variable}_APP_KEY=laravel-key\nVITE_${variable}_APP_KEY="\${${variable}_APP_KEY}"\n`,
          'resources/js/echo.js': `
          import Echo from 'laravel-echo'
          import Pusher from 'pusher-js'
          window.Pusher = Pusher
          window.Echo = new Echo({ broadcaster: '${name}', key: import.meta.env.VITE_${variable}_APP_KEY })
        `,
        },
        [...packages, 'pusher-js-fake'],
      )
      await initTwice(project)
      expect(await project.read('pusher.test.js')).toContain("key: 'laravel-key',")
      expect(await project.run(VITEST, 'run')).toMatchObject({
        code: 0,
        output: expect.stringMatching(/Test Files {2}1 passed/),
      })
    },
    30_000,
  )

  test('Playwright and Vitest with their defaults keep out of each other', async () => {
    const packages = ['@playwright/test', 'vitest', 'pusher-js']
    const project = await createProject(
      { 'package.json': manifest(...packages), 'playwright.config.js': 'export default {}' },
      [...packages, 'pusher-js-fake'],
    )
    const { output } = await initTwice(project)
    expect(output).toContain('Vitest would run e2e/pusher.spec.js too')
    expect(output).toContain('Playwright would run pusher.test.js too')
    expect(output).toContain("exclude: [...configDefaults.exclude, 'e2e/**']")
    await project.write({
      'vitest.config.js': `import { configDefaults } from 'vitest/config'
        export default { test: { exclude: [...configDefaults.exclude, 'e2e/**'] } }`,
    })
    expect(await project.run(VITEST, 'run')).toMatchObject({ code: 0 })
  }, 30_000)
})
