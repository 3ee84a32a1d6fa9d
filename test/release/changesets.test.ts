import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('changesets become a version of the package and a section of its changelog', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'version-'))
  try {
    const files = ['package.json', 'package-lock.json', 'CHANGELOG.md', '.changeset']
    for (const name of files) await cp(join(root, name), join(copy, name), { recursive: true })
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
    const change = "---\n'pusher-js-fake': minor\n---\n\nSays what has changed.\n"
    await writeFile(join(copy, '.changeset/test.md'), change)
    const before = await version(copy)

    const cli = fileURLToPath(import.meta.resolve('@changesets/cli/bin.js'))
    const { stdout, stderr } = spawnSync(process.execPath, [cli, 'version'], {
      cwd: copy,
      encoding: 'utf8',
    })

    expect(stdout + stderr).toContain('All files have been updated')
    const after = await version(copy)
    expect(after).not.toBe(before)
    const changelog = await readFile(join(copy, 'CHANGELOG.md'), 'utf8')
    expect(changelog).toContain(`## ${after}\n`)
    expect(changelog).toContain('Says what has changed.')
  } finally {
    await rm(copy, { recursive: true })
  }
})

async function version(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'package.json'), 'utf8')
  return JSON.parse(text).version
}
