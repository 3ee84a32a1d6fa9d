import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

// A wording of our own would need a top-level await, which neither require() nor a bundle for a classic
// script can take; Node's, and that of bundlers, names the package.
test('without msw the import names what is to be installed', async () => {
  const project = await mkdtemp(join(tmpdir(), 'pusher-js-fake-'))
  const installed = join(project, 'node_modules/pusher-js-fake')
  await mkdir(installed, { recursive: true })
  await cp(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  await cp(join(root, 'package.json'), join(installed, 'package.json'))
  const importing = (entry: string) =>
    promisify(execFile)(
      process.execPath,
      [
        '--eval',
        `import('${entry}').then(() => console.log('works'), ({ message }) => console.log(message))`,
      ],
      { cwd: project },
    )
  expect((await importing('pusher-js-fake/msw')).stdout).toMatch(
    /^Cannot find package 'msw' imported from /,
  )
  expect((await importing('pusher-js-fake')).stdout).toBe('works\n')
})
