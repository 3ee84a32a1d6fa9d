import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('without msw the entry says what to install', async () => {
  const project = await mkdtemp(join(tmpdir(), 'pusher-js-fake-'))
  const installed = join(project, 'node_modules/pusher-js-fake')
  await mkdir(installed, { recursive: true })
  await cp(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  await cp(join(root, 'package.json'), join(installed, 'package.json'))
  await symlink(join(root, 'node_modules/@noble'), join(project, 'node_modules/@noble'))
  const script = `import('pusher-js-fake/msw').catch((error) => console.log(error.code, error.message))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script], {
    cwd: project,
  })
  expect(stdout).toBe(
    'missing_peer [pusher-js-fake] pusher-js-fake/msw needs msw, which is not installed. Run: npm install --save-dev msw\n',
  )
})
