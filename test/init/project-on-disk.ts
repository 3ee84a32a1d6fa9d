import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { findChromium } from '../../scripts/find-chromium.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const cli = join(repository, 'dist/cli.js')

export interface Run {
  readonly code: number
  readonly output: string
  readonly error: string
}

/** A project in a folder of its own, which goes with the test. */
export interface ProjectOnDisk {
  readonly root: string
  read(path: string): Promise<string>
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** `pusher-js-fake init`, as a process that has no terminal. */
  init(...args: readonly string[]): Promise<Run>
  /** Runs a program of a package, as `npx` would. */
  run(program: string, ...args: readonly string[]): Promise<Run>
}

/** @param packages those of this repository that are installed in the project */
export async function createProject(
  files: Readonly<Record<string, string | object>>,
  packages: readonly string[] = [],
): Promise<ProjectOnDisk> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pusher-js-fake-init-')))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const write = async (contents: Readonly<Record<string, string | object>>) => {
    for (const [path, content] of Object.entries(contents)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      const text = typeof content === 'string' ? content : JSON.stringify(content)
      await writeFile(join(root, path), text)
    }
  }
  await write(files)
  for (const name of packages) {
    const target = name === 'pusher-js-fake' ? repository : join(repository, 'node_modules', name)
    const link = join(root, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(target, link, 'junction')
  }
  const { executablePath } = await findChromium()
  const run = (program: string, args: readonly string[]) =>
    new Promise<Run>((resolve) => {
      const env = {
        ...{ PATH: process.env['PATH'], HOME: root, NO_COLOR: '1' },
        CHROMIUM_PATH: executablePath,
      }
      const options = { cwd: root, env, encoding: 'utf8' } as const
      const child = execFile(process.execPath, [program, ...args], options, (_, output, error) =>
        resolve({ code: child.exitCode ?? -1, output, error }),
      )
      child.stdin?.end()
    })
  return {
    root,
    read: (path) => readFile(join(root, path), 'utf8'),
    write,
    init: (...args) => run(cli, ['init', ...args]),
    run: (program, ...args) => run(join(root, 'node_modules', program), args),
  }
}

/** A package.json with these dependencies, in whatever version. */
export function manifest(...dependencies: readonly string[]): object {
  return {
    name: 'app',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])),
  }
}
