import { describe, expect, test } from 'vitest'
import { createProject, manifest } from './project-on-disk.ts'

const PUSHER = `import Pusher from 'pusher-js'\nnew Pusher(process.env.REACT_APP_PUSHER_KEY, { cluster: 'eu' })`

describe('Jest', () => {
  test('a first test, where its configuration looks for tests', async () => {
    const project = await createProject({
      'package.json': {
        ...manifest('jest', 'pusher-js', 'ts-jest', 'typescript'),
        jest: { roots: ['<rootDir>/spec'], testMatch: ['**/*.check.ts'] },
      },
      '.env': 'REACT_APP_PUSHER_KEY=my-key\n',
      'src/pusher.ts': PUSHER,
    })
    const { code, output } = await project.init('--yes')
    expect(output).toContain('npx jest pusher')
    expect(code).toBe(0)
    const written = await project.read('spec/pusher.check.ts')
    expect(written).toContain(
      "import { pusherFake, setPusherFakeOptions } from 'pusher-js-fake/jest'",
    )
    expect(written).toContain("setPusherFakeOptions({\n  key: 'my-key',")
  })

  test('without Babel or TypeScript a test says require', async () => {
    const project = await createProject({
      'package.json': { name: 'app', devDependencies: { jest: '30', 'pusher-js': '8' } },
    })
    await project.init('--yes')
    const written = await project.read('pusher.test.js')
    expect(written).toContain("const Pusher = require('pusher-js')")
    expect(written).not.toContain('import ')
  })

  test('one that is set up, and one that is too old, are left', async () => {
    const files = { 'package.json': manifest('jest', 'pusher-js') }
    const done = await createProject({
      ...files,
      'a.test.js': "import { pusherFake } from 'pusher-js-fake/jest'",
    })
    expect((await done.init('--yes')).output).toContain('a.test.js uses pusher-js-fake/jest')
    const old = await createProject({
      'package.json': { dependencies: { jest: '^28.0.0', 'pusher-js': '8' } },
    })
    expect((await old.init('--yes')).output).toContain('needs Jest 29 or later')
  })
})

describe('Angular', () => {
  const angular = (test: object, project: object = {}) => ({
    projects: {
      lib: { projectType: 'library', architect: { build: {} } },
      shop: {
        ...{ root: '', sourceRoot: 'src', ...project },
        architect: { test: { builder: '@angular/build:unit-test', ...test } },
      },
    },
  })
  const create = (workspace: object, ...dependencies: readonly string[]) =>
    createProject({
      'package.json': manifest(
        '@angular/core',
        'vitest',
        'pusher-js',
        'typescript',
        ...dependencies,
      ),
      'angular.json': workspace,
      'src/app/pusher.ts': PUSHER,
    })

  test("a spec, which ng test runs with Angular's own builder", async () => {
    const project = await create({})
    const { output } = await project.init('--yes')
    expect(output).toContain('ng test --no-watch')
    const written = await project.read('src/app/pusher.spec.ts')
    expect(written).toContain('pusher-js-fake/vitest')
    expect(written).toContain('async ({ pusherFake }) => {')
  })

  test('with zone.js no async function asks for a fixture, as ng test compiles it', async () => {
    const project = await create(angular({}), 'zone.js')
    await project.init('--yes')
    const written = await project.read('src/app/pusher.spec.ts')
    expect(written).toContain('beforeEach<PusherFakeFixtures>(({ pusherFake: fake }) => {')
    expect(written).not.toContain('async ({')
  })

  test('where angular.json looks for tests', async () => {
    const options = { include: ['testing/**/*.check.ts'], exclude: ['testing/pusher.check.ts'] }
    const elsewhere = await create(angular({ options: { include: options.include } }))
    await elsewhere.init('--yes')
    expect(await elsewhere.read('src/testing/pusher.check.ts')).toContain('pusher-js-fake/vitest')

    const taken = await create(angular({ options }))
    expect((await taken.init('--yes')).output).toContain('found no file name')

    const inFolder = await create(angular({}, { root: 'projects/shop', sourceRoot: undefined }))
    await inFolder.init('--yes')
    const path = 'projects/shop/src/pusher.spec.ts'
    expect(await inFolder.read(path)).toContain('pusher-js-fake/vitest')
  })
})

describe('what is known of the app', () => {
  test('a placeholder is no key', async () => {
    const project = await createProject({
      'package.json': manifest('jest', 'pusher-js'),
      '.env': 'PUSHER_APP_KEY=<PUSHER_APP_KEY>\nPUSHER_KEY=your-key\n',
      'src/pusher.js': "import Pusher from 'pusher-js'\nnew Pusher('{key}', { cluster: 'eu' })",
    })
    const { output } = await project.init('--dry-run')
    expect(output).toContain("key: 'app-key', // as the app gives it")
    expect(output).not.toMatch(/your-key|PUSHER_APP_KEY|\{key\}/)
  })

  test('configureEcho of echo-react and echo-vue', async () => {
    const project = await createProject({
      'package.json': manifest('laravel-echo', '@laravel/echo-react', 'jest', 'pusher-js'),
      '.env': 'VITE_REVERB_APP_KEY=reverb-key\n',
      'resources/js/app.tsx': "configureEcho({ broadcaster: 'reverb' })",
    })
    const { output } = await project.init('--dry-run')
    expect(output).toContain("key: 'reverb-key'")
    expect(output).toContain("broadcaster: 'reverb'")
  })

  test('an app with an authorization route knows its users', async () => {
    const files = {
      'package.json': manifest('@playwright/test', 'pusher', 'pusher-js'),
      'src/client.js': "new Pusher('k', { cluster: 'eu' }).subscribe('presence-room') // pusher",
    }
    const without = await createProject(files)
    expect((await without.init('--dry-run')).output).toContain("user: { id: 'ada'")
    const route = await createProject({
      ...files,
      'api/auth.js': 'export default (pusher) => pusher.authorizeChannel(id, name, user)',
    })
    expect((await route.init('--dry-run')).output).not.toContain("user: { id: 'ada'")
  })

  test('app id, the name of the secret and the port of the development server', async () => {
    const project = await createProject({
      'package.json': {
        ...manifest('@playwright/test', 'pusher', 'next'),
        scripts: { dev: 'next dev -p 4100' },
      },
      '.env': 'PUSHER_APP_ID=12345\nPUSHER_APP_SECRET=hush\n',
      'lib/pusher.js': "import Pusher from 'pusher'\nexport const pusher = new Pusher({ appId })",
    })
    const { output } = await project.init('--dry-run')
    expect(output).toContain("appId: '12345', secret: process.env.PUSHER_APP_SECRET")
    expect(output).not.toContain('hush')
    expect(output).toContain("baseURL: 'http://localhost:4100'")
    expect(output).toContain("command: 'npm run dev',")
  })
})
