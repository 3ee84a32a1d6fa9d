import { readFileSync } from 'node:fs'
import { chmod, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type InitHost, runInit } from '../../src/init/run-init.ts'
import { createProject, manifest } from './project-on-disk.ts'

function playwrightProject(files: Readonly<Record<string, string | object>> = {}) {
  return createProject({
    'package.json': manifest('@playwright/test'),
    'playwright.config.ts': "export default { testDir: 'e2e' }",
    ...files,
  })
}

describe('before it writes', () => {
  test('shows everything and writes nothing where nobody can be asked', async () => {
    const project = await playwrightProject()
    const { code, output, error } = await project.init()
    expect(code).toBe(1)
    expect(output).toContain('New file e2e/pusher.spec.ts\n  + import { expect, test } from')
    expect(output).toContain('Install it\n  npm i -D pusher-js-fake')
    expect(error).toBe(
      'pusher-js-fake init: Nothing was written: there is nobody to ask. Write it with --yes\n',
    )
    expect(await readdir(project.root)).toEqual(['package.json', 'playwright.config.ts'])
  })

  test('a dry run shows the same, and succeeds', async () => {
    const project = await playwrightProject()
    const run = await project.init('--dry-run', '--yes')
    expect(run).toMatchObject({ code: 0, error: '' })
    expect(run.output).toContain('New file e2e/pusher.spec.ts')
    expect(run.output).toContain('Dry run: nothing was written.')
    expect(await readdir(project.root)).toEqual(['package.json', 'playwright.config.ts'])
  })

  test.each([
    [true, 0, 'Wrote e2e/pusher.spec.ts'],
    [false, 1, 'Nothing was written.'],
  ])('asks on a terminal; the answer is %s', async (answer, code, line) => {
    const project = await playwrightProject()
    let output = ''
    const questions: string[] = []
    const host: InitHost = {
      args: [],
      cwd: project.root,
      style: (_, text) => text,
      write: (text) => {
        output += text
      },
      writeError: (text) => expect.unreachable(text),
      confirm: async (question) => {
        expect(output).toContain('New file e2e/pusher.spec.ts')
        questions.push(question)
        return answer
      },
    }
    expect(await runInit(host)).toBe(code)
    expect(questions).toEqual(['Write this?'])
    expect(output).toContain(line)
    expect((await readdir(project.root)).includes('e2e')).toBe(answer)
  })
})

describe('what is there stays as it is', () => {
  test('a file of the same name', async () => {
    const project = await playwrightProject({ 'e2e/pusher.spec.ts': '// mine\n' })
    const run = await project.init('--yes')
    expect(run).toMatchObject({ code: 0, error: '' })
    expect(run.output).toContain('Left as it is: e2e/pusher.spec.ts')
    expect(run.output).toContain('Nothing to do')
    expect(await project.read('e2e/pusher.spec.ts')).toBe('// mine\n')
  })

  test('a link to nowhere, which would be written through', async () => {
    const project = await playwrightProject({ 'e2e/other.ts': '' })
    await symlink(join(project.root, 'elsewhere.ts'), join(project.root, 'e2e/pusher.spec.ts'))
    const run = await project.init('--yes')
    expect(run.code).toBe(1)
    expect(run.error).toContain('did not write e2e/pusher.spec.ts: it is there already')
    expect(await readdir(project.root)).not.toContain('elsewhere.ts')
  })

  test('a tool that is set up already, wherever its test is', async () => {
    const project = await playwrightProject({
      'e2e/orders.spec.ts': "import { test } from 'pusher-js-fake/playwright'",
    })
    const { output } = await project.init('--yes')
    expect(output).toContain('Playwright: e2e/orders.spec.ts uses pusher-js-fake/playwright')
    expect(output).toContain('Nothing to do')
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a folder that may not be written: it says so, and fails (root may write everywhere)',
    async () => {
      const project = await playwrightProject({ 'e2e/other.ts': '' })
      await chmod(join(project.root, 'e2e'), 0o555)
      const run = await project.init('--yes')
      expect(run.code).toBe(1)
      expect(run.error).toContain('did not write e2e/pusher.spec.ts: EACCES')
    },
  )
})

describe('the key of the app', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a literal', { 'src/a.ts': "new Pusher('lit-key', {})" }, "key: 'lit-key', // src/a.ts"],
    [
      'not one in a comment',
      { 'src/a.ts': "// new Pusher('old')\nnew Pusher(`new-key`, {})" },
      "key: 'new-key', // src/a.ts",
    ],
    [
      'not one of a test',
      { 'src/a.test.ts': "new Pusher('test-key', {})", '.env': 'PUSHER_KEY=env-key' },
      "key: 'env-key', // PUSHER_KEY in .env",
    ],
    [
      'a variable that the source names',
      {
        'app/p.js': 'new Pusher(process.env.NEXT_PUBLIC_REALTIME!, {})',
        '.env.local': 'NEXT_PUBLIC_REALTIME=local-key',
        '.env': 'NEXT_PUBLIC_REALTIME=shared-key',
      },
      "key: 'local-key', // NEXT_PUBLIC_REALTIME in .env.local",
    ],
    [
      "what the page gets comes before the server's",
      { '.env': `PUSHER_APP_KEY=a\nMIX_PUSHER_APP_KEY="\${PUSHER_APP_KEY}-mix"` },
      "key: 'a-mix', // MIX_PUSHER_APP_KEY in .env",
    ],
    [
      'a fresh clone',
      { '.env.example': 'NEXT_PUBLIC_PUSHER_KEY=example' },
      "key: 'example', // NEXT_PUBLIC_PUSHER_KEY in .env.example",
    ],
    [
      'in a template of Vue',
      { 'src/a.vue': "<script setup>\nconst p = new Pusher('vue-key', {})\n</script>" },
      "key: 'vue-key', // src/a.vue",
    ],
    ['none', {}, "key: 'app-key', // as the app gives it to new Pusher(…)"],
  ])('%s', async (_, files, line) => {
    const project = await playwrightProject(files)
    const { output } = await project.init('--dry-run')
    expect(output).toContain(`+     ${line}\n`)
  })

  test('a secret is neither shown nor written', async () => {
    const project = await playwrightProject({
      '.env': 'PUSHER_KEY=k\nPUSHER_SECRET=hush\nPUSHER_APP_SECRET=hush',
    })
    const { output } = await project.init('--yes')
    expect(output).not.toContain('hush')
    expect(await project.read('e2e/pusher.spec.ts')).not.toContain('hush')
  })
})

describe('where a test goes', () => {
  test.each<[string, Record<string, string>, string]>([
    ['playwright.config.ts', { testDir: "'./specs'" }, 'specs/pusher.spec.ts'],
    ['playwright.config.mjs', { testDir: "'specs'" }, 'specs/pusher.spec.mjs'],
    ['playwright.config.js', { testMatch: "'**/*.e2e.js'" }, 'e2e/pusher.e2e.js'],
    ['playwright.config.ts', { testMatch: '/.*[.]check[.]ts/' }, ''],
    [
      'playwright.config.ts',
      { projects: "[{ testDir: 'a' }, { testDir: 'b' }]" },
      'a/pusher.spec.ts',
    ],
    [
      'playwright.config.ts',
      { testDir: "path.join(__dirname, 'qa', 'browser')" },
      'qa/browser/pusher.spec.ts',
    ],
    [
      'playwright.config.ts',
      { testDir: "fileURLToPath(new URL('./qa', import.meta.url))" },
      'qa/pusher.spec.ts',
    ],
    [
      'playwright.config.ts',
      {
        testDir: "'qa'",
        projects: "[{ name: 'setup', testMatch: /setup/ }, { name: 'chromium' }]",
      },
      'qa/pusher.spec.ts',
    ],
    ['playwright.config.ts', { testDir: "process.env.DIR ?? 'qa'" }, 'qa/pusher.spec.ts'],
  ])('%s with %j: %s', async (config, options, path) => {
    const entries = Object.entries(options).map(([name, value]) => `${name}: ${value}`)
    const project = await createProject({
      'package.json': manifest('@playwright/test'),
      [config]: `const config = { /* testDir: 'no' */ ${entries.join(', ')} } satisfies object
        export default defineConfig(config)`.replace(
        ' satisfies object',
        config.endsWith('ts') ? ' satisfies object' : '',
      ),
    })
    const { output } = await project.init('--dry-run')
    expect(output).toContain(path === '' ? 'found no file name' : `New file ${path}\n`)
  })

  test.each<[string, string, string]>([
    [
      // As `sv create` writes them: components in the browser, everything else in Node.
      'the project that takes the plainest name',
      `{ test: { include: ['src/**/*.svelte.{test,spec}.{js,ts}'] } },
       { test: { include: ['src/**/*.{test,spec}.{js,ts}'], exclude: ['src/**/*.svelte.{test,spec}.{js,ts}'] } }`,
      'src/pusher.test.ts',
    ],
    [
      'a name of the kind that its patterns want, in the language of the project',
      "{ test: { include: ['src/**/*.svelte.{test,spec}.{js,ts}'] } }",
      'src/pusher.svelte.test.ts',
    ],
    [
      'what is no project of Storybook',
      "{ extends: true, test: { name: 'storybook' } }, { test: { include: ['unit/*.spec.ts'] } }",
      'unit/pusher.spec.ts',
    ],
    ['nothing, where Vitest runs stories alone', "{ test: { name: 'storybook' } }", ''],
  ])("of Vitest's projects: %s", async (_, projects, path) => {
    const project = await createProject({
      'package.json': manifest('vitest', 'pusher-js'),
      'tsconfig.json': '{}',
      'vite.config.ts': `export default defineConfig({ test: { projects: [${projects}] } })`,
    })
    const { output } = await project.init('--dry-run')
    expect(output).toContain(path === '' ? 'found no file name' : `New file ${path}\n`)
  })

  test('a configuration that cannot be parsed counts as none', async () => {
    const project = await playwrightProject({ 'playwright.config.ts': 'export default {' })
    expect((await project.init('--dry-run')).output).toContain('New file e2e/pusher.spec.ts')
  })

  test('a base URL that is configured is not repeated', async () => {
    const config = (use: string) => `export default { testDir: 'e2e', ${use} }`
    const project = await playwrightProject({
      'playwright.config.ts': config('use: { baseURL: process.env.URL }'),
    })
    expect((await project.init('--dry-run')).output).not.toContain('baseURL')
    await project.write({ 'playwright.config.ts': config('webServer: { port: 4000 }') })
    expect((await project.init('--dry-run')).output).not.toContain('baseURL')
    await project.write({
      'playwright.config.ts': config("webServer: [{ url: 'http://a.test/up' }]"),
    })
    const { output } = await project.init('--dry-run')
    expect(output).toContain("use: { baseURL: 'http://a.test' },")
    expect(output).not.toContain('+   baseURL')
  })
})

test.each([
  ['package-lock.json', 'npm i -D pusher-js-fake', 'npx playwright test pusher'],
  ['pnpm-lock.yaml', 'pnpm add -D pusher-js-fake', 'pnpm exec playwright test pusher'],
  ['yarn.lock', 'yarn add -D pusher-js-fake', 'yarn exec playwright -- test pusher'],
  ['bun.lock', 'bun add -D pusher-js-fake', 'bun x playwright test pusher'],
])('%s: %s', async (lockfile, add, run) => {
  const project = await playwrightProject({ [lockfile]: '' })
  const { output } = await project.init('--dry-run')
  expect(output).toContain(`Install it\n  ${add}\n`)
  expect(output).toContain(`Then run\n  ${run}\n`)
})

test.each([
  ['@playwright/test', '~1.49.0', 'needs Playwright 1.50 or later'],
  ['vitest', '^3.2.0', 'needs Vitest 4 or later'],
  ['msw', '2.10.5', 'needs MSW 2.11 or later'],
])('%s %s is too old', async (name, version, line) => {
  const dependencies = { [name]: version, 'pusher-js': '8', pusher: '5' }
  const project = await createProject({ 'package.json': { dependencies } })
  expect((await project.init('--yes')).output).toContain(line)
})

describe('Storybook', () => {
  const MAIN = `import type { StorybookConfig } from '@storybook/react-vite'

const config: StorybookConfig = {
  stories: ['../src/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs'], // ours
  framework: '@storybook/react-vite',
}

export default config
`
  const files = {
    'package.json': manifest('storybook'),
    '.env': 'VITE_PUSHER_KEY=story-key',
    '.storybook/main.ts': MAIN,
  }

  test('the line for main and for preview are shown, and then added', async () => {
    const preview = 'export default {\n  parameters: { layout: "centered" },\n}\n'
    const project = await createProject({ ...files, '.storybook/preview.ts': preview }, [
      'storybook',
    ])
    const { output } = await project.init('--yes')
    expect(output).toContain(
      "  -   addons: ['@storybook/addon-docs'], // ours\n" +
        "  +   addons: ['@storybook/addon-docs', 'pusher-js-fake/storybook'], // ours\n",
    )
    expect(await project.read('.storybook/main.ts')).toBe(
      MAIN.replace("docs']", "docs', 'pusher-js-fake/storybook']"),
    )
    expect(await project.read('.storybook/preview.ts')).toMatch(
      /layout: "centered",\s+pusherFake: \{\s+key: "story-key"/,
    )
    expect((await project.init('--yes')).output).toContain('Nothing to do')
  }, 30_000)

  test('nothing is added without a yes', async () => {
    const project = await createProject(files, ['storybook'])
    expect((await project.init()).code).toBe(1)
    expect(await project.read('.storybook/main.ts')).toBe(MAIN)
    expect(await readdir(join(project.root, '.storybook'))).toEqual(['main.ts'])
  }, 30_000)

  test('where it is not installed, the line is left to the reader', async () => {
    const project = await createProject(files)
    const { output } = await project.init('--yes')
    expect(output).toContain(
      "In .storybook/main.ts:\n  addons: [/* yours */ 'pusher-js-fake/storybook'],",
    )
    expect(await project.read('.storybook/main.ts')).toBe(MAIN)
    expect(await project.read('.storybook/preview.js')).toBe(
      "export default {\n  parameters: { pusherFake: { key: 'story-key' } },\n}\n",
    )
  })
})

test('MSW in the page: a fake with its sockets', async () => {
  const project = await createProject({
    'package.json': manifest('msw', 'pusher-js'),
    'src/mocks/handlers.js': 'export const handlers = []',
    'src/mocks/browser.js': 'setupWorker(...handlers)',
  })
  const { output } = await project.init('--yes')
  expect(output).toContain('By hand: In src/mocks/handlers.js:')
  expect(await project.read('src/mocks/pusher.js')).toContain('  pusherSockets(pusherFake),\n')
})

/** What the package has under `backends`. */
function backend(name: string): string {
  return readFileSync(new URL(`../../backends/${name}`, import.meta.url), 'utf8')
}

test.each([
  [
    'RSpec',
    'spec/rails_helper.rb',
    'spec/support/pusher_fake.rb',
    'after the line that requires rspec/rails',
  ],
  [
    'Minitest',
    'test/test_helper.rb',
    'test/support/pusher_fake.rb',
    'that requires rails/test_help',
  ],
  ['Cucumber', 'features/a.feature', 'features/support/pusher_fake.rb', 'PusherFake.javascript'],
])('Rails with %s: the helper, and a line or two by hand', async (_, present, written, told) => {
  const project = await createProject({
    'package.json': manifest(),
    Gemfile: "gem 'rails'\ngem 'pusher'\n",
    [present]: '',
  })
  const { output } = await project.init('--yes')
  expect(output).toContain(told)
  expect(await project.read(written)).toBe(backend('ruby/pusher_fake.rb'))
  expect((await project.init('--yes')).output).toContain('Nothing to do')
})

test.each([
  ['pestphp/pest', 'In tests/Pest.php'],
  ['phpunit/phpunit', 'In tests/TestCase.php'],
])('Laravel with %s: the class, and a line by hand', async (runner, told) => {
  const project = await createProject({
    'package.json': manifest('laravel-echo', 'pusher-js'),
    'composer.json': {
      require: { 'laravel/framework': '*', 'pusher/pusher-php-server': '*', [runner]: '*' },
    },
  })
  const { output } = await project.init('--yes')
  expect(output).toContain(told)
  expect(output).toContain('PusherFake::reset()')
  expect(await project.read('tests/PusherFake.php')).toBe(backend('php/PusherFake.php'))
})

test.each([
  ['requirements.txt', 'Django==3.2\npusher>=3\npytest-django\n', true],
  ['pyproject.toml', 'dependencies = ["django", "pusher>=3", "pytest"]\n', true],
  ['requirements.txt', 'Django==3.2\npusher>=3\n', false],
])('Django by %s with %j, in a project without package.json', async (name, content, pytest) => {
  const project = await createProject({ 'manage.py': '', [name]: content })
  const { output } = await project.init('--yes')
  expect(await project.read('pusher_fake.py')).toBe(backend('python/pusher_fake.py'))
  if (pytest) expect(await project.read('conftest.py')).toBe('pytest_plugins = ["pusher_fake"]\n')
  else expect(output).toContain('class OrderTest(PusherFakeMixin, TestCase):')
})

test('Django with a conftest.py: a line by hand', async () => {
  const project = await createProject({
    ...{ 'manage.py': '', 'requirements.txt': 'pusher\n', 'conftest.py': 'import os\n' },
  })
  expect((await project.init('--yes')).output).toContain('pytest_plugins = ["pusher_fake"]')
  expect(await project.read('conftest.py')).toBe('import os\n')
})

test('a Python project that has only something like pusher is left alone', async () => {
  const project = await createProject({
    'manage.py': '',
    'requirements.txt': 'pusher-push-notifications\n',
  })
  expect((await project.init('--yes')).code).toBe(1)
})

test('a backend with the SDK is told how to reach the fake', async () => {
  const project = await playwrightProject({
    'package.json': manifest('@playwright/test', 'pusher', 'next'),
    'lib/pusher.ts': "import Pusher from 'pusher'\nexport const pusher = new Pusher({ appId })",
  })
  const { output } = await project.init('--dry-run')
  expect(output).toContain("lib/pusher.ts triggers events by the server's SDK")
  expect(output).toContain('listen: { port: 6100 }')
})

describe('misuse', () => {
  test('no tool was found', async () => {
    const project = await createProject({ 'package.json': { workspaces: ['packages/*'] } })
    const run = await project.init('--yes')
    expect(run.code).toBe(1)
    expect(run.error).toMatch(
      /Found no Playwright, .*\. Name the package that has one with --cwd\n$/,
    )
  })

  test.each([
    [['--forec'], /^pusher-js-fake init: Unknown option '--forec'. See --help.\n$/],
    [['here'], /^pusher-js-fake init: Unexpected argument 'here'.*\n$/],
    [['--cwd', 'nowhere'], /^pusher-js-fake init: --cwd: there is no folder .*nowhere\n$/],
    [['--cwd', '/'], /^pusher-js-fake init: No package\.json in \/ .*\n$/],
    [['--cwd', 'broken'], /^pusher-js-fake init: .*package\.json must hold a JSON object\n$/],
  ])('%j is one line and exit code 2', async (args, error) => {
    const project = await createProject({ 'broken/package.json': '[' })
    expect(await project.init(...args)).toEqual({
      code: 2,
      output: '',
      error: expect.stringMatching(error),
    })
  })

  test('a folder below the project is taken for the project', async () => {
    const project = await playwrightProject({ 'src/deep/a.ts': '' })
    const { output } = await project.init('--dry-run', '--cwd', 'src/deep')
    expect(output).toContain(`${project.root}\n`)
  })

  test('help', async () => {
    const project = await createProject({})
    const run = await project.init('--help')
    expect(run).toMatchObject({ code: 0, error: '' })
    expect(run.output).toMatch(/^Usage: pusher-js-fake init \[options\]/)
  })
})
