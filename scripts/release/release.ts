// Publishes what is built and checked: `npm run release`, in the workflow. With `--dry-run` it goes as far
// as npm does without an account.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { readRepository } from './repository.ts'
import { stampPackage } from './stamp-package.ts'

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } })
const dryRun = values['dry-run']

const restore = await stampPackage(new URL('../../', import.meta.url), readRepository(process.env))
try {
  const [command, ...args] = dryRun
    ? ['npm', 'publish', '--dry-run', '--access', 'public', '--ignore-scripts']
    : ['npx', 'changeset', 'publish']
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error !== undefined) throw error
  process.exitCode = status ?? 1
} finally {
  await restore()
}
