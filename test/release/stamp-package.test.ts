import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRepository } from '../../scripts/release/repository.ts'
import { stampPackage } from '../../scripts/release/stamp-package.ts'

const ROOT = new URL('../../', import.meta.url)
const FILES = ['package.json', 'README.md']
const workflow = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/pusher-js-fake',
  GITHUB_SHA: '0123456789abcdef',
}

let folder: URL
beforeEach(async () => {
  folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'stamp-'))}/`)
  for (const name of FILES) await copyFile(new URL(name, ROOT), new URL(name, folder))
})
afterEach(() => rm(folder, { recursive: true }))

const read = (name: string, from = folder) => readFile(new URL(name, from), 'utf8')

test('npm learns which repository publishes, without which it gives no provenance', async () => {
  await stampPackage(folder, readRepository(workflow))
  const { repository, homepage, bugs, ...rest } = JSON.parse(await read('package.json'))
  expect({ repository, homepage, bugs }).toEqual({
    repository: { type: 'git', url: 'git+https://github.com/acme/pusher-js-fake.git' },
    homepage: 'https://github.com/acme/pusher-js-fake#readme',
    bugs: { url: 'https://github.com/acme/pusher-js-fake/issues' },
  })
  expect(rest).toEqual(JSON.parse(await read('package.json', ROOT)))
})

test('every link and image of the README leads to a file of that repository', async () => {
  await stampPackage(folder, readRepository(workflow))
  const readme = await read('README.md')
  const place =
    /https:\/\/github\.com\/acme\/pusher-js-fake\/(?:blob|raw)\/0123456789abcdef\/([^)\s#]+)/g
  const paths = [...readme.matchAll(place)].map(([, path = '']) => path)
  expect(paths.length).toBeGreaterThan(10)
  expect(paths.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([])
  const targets = [...readme.matchAll(/\]\(([^)\s]+)/g)].map(([, target]) => target)
  expect(targets.filter((target) => !/^(https:|#)/.test(target ?? ''))).toEqual([])
})

test('afterwards both files are as they were', async () => {
  const restore = await stampPackage(folder, readRepository(workflow))
  await restore()
  for (const name of FILES) expect(await read(name)).toBe(await read(name, ROOT))
})

test.for([undefined, '', 'acme', 'acme/fake/more', 'acme/ fake'])(
  'a repository named %j is refused',
  (name) => {
    expect(() => readRepository({ GITHUB_REPOSITORY: name })).toThrow('must be "owner/name"')
  },
)
