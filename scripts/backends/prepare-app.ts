import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppSuite } from './suite.ts'

/** More than a person should have to write. */
const MOST_BY_HAND = 3

/**
 * Copies the app, installs the package there, and has `init` write the helper.
 *
 * @returns the folder
 * @throws Error when `init` fails, or leaves other lines to a person than the app has
 */
export function prepareApp(root: string, suite: AppSuite): string {
  const folder = mkdtempSync(join(tmpdir(), `fake-${suite.app}-`))
  cpSync(join(root, 'fixtures/backend', suite.app), folder, { recursive: true })
  for (const name of suite.without ?? []) rmSync(join(folder, name), { recursive: true })
  for (const [name, [what, by]] of Object.entries(suite.replace ?? {})) {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace(what, by))
  }
  // Before there are links, which would be followed.
  const written = textOf(folder)
  mkdirSync(join(folder, 'public'), { recursive: true })
  copyFileSync(
    join(root, 'node_modules/pusher-js/dist/web/pusher.js'),
    join(folder, 'public/pusher.js'),
  )
  const bin = join(folder, 'node_modules/.bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(root, join(folder, 'node_modules/pusher-js-fake'))
  symlinkSync('../pusher-js-fake/dist/cli.js', join(bin, 'pusher-js-fake'))
  const init = spawnSync('npx', ['pusher-js-fake', 'init', '--yes'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (init.status !== 0) throw new Error(`init failed: ${init.stdout}${init.stderr}`)
  const left = linesByHand(init.stdout)
  if (left.join('\n') !== suite.byHand.join('\n') || left.length > MOST_BY_HAND) {
    throw new Error(`init leaves other lines to a person: ${JSON.stringify(left)}`)
  }
  for (const line of left.filter((each) => !written.includes(withoutBase(each)))) {
    throw new Error(`the app has not the line that init leaves to a person: ${line}`)
  }
  return folder
}

/** What stands under each "By hand: …". */
function linesByHand(output: string): string[] {
  const lines = output.split('\n')
  return lines.flatMap((line, index) => {
    if (!line.startsWith('By hand: ')) return []
    const rest = lines.slice(index + 1)
    const end = rest.findIndex((each) => !each.startsWith('  '))
    return rest.slice(0, end).map((each) => each.trim())
  })
}

/** An example's class extends any of Django's test cases. */
function withoutBase(line: string): string {
  return line.replace(/, TestCase\):$/, '')
}

function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}
