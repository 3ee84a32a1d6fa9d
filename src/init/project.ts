import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, sep } from 'node:path'
import { detect, resolveCommand } from 'package-manager-detector'
import { CliError } from '../command-line/cli-error.ts'
import { isRecord, parseJson } from '../protocol/json.ts'

/** What is known of the project from its files. */
export interface Project {
  /** Folder of its package.json, or of what a backend has in place of one. */
  readonly root: string
  readonly typescript: boolean
  /** Whether it has packages of its own, each with a package.json. */
  readonly hasWorkspaces: boolean
  /** Name of the package manager, as in `pnpm`. */
  readonly packageManager: string
  /** The scripts of package.json, by name. */
  readonly scripts: Readonly<Record<string, string>>
  /** The range that package.json asks for; undefined when it does not. */
  dependency(name: string): string | undefined
  /** The command that adds development dependencies. */
  addCommand(names: readonly string[]): string
  /** The command that runs a tool of the project. */
  runCommand(args: readonly string[]): string
  /** The first of these files, relative to the root, that exists; absolute. */
  find(names: readonly string[]): string | undefined
  /** A path as it is shown. */
  show(path: string): string
}

const TYPESCRIPT_FILES = ['tsconfig.json', 'vite.config.ts', 'vitest.config.ts']

/** @throws CliError when there is no package.json, or none that can be read */
export async function readProject(directory: string): Promise<Project> {
  if (!existsSync(directory)) throw new CliError(`--cwd: there is no folder ${directory}`)
  const root = folderWithPackage(directory)
  const manifestPath = join(root, 'package.json')
  // A backend in another language may have none.
  const manifest = existsSync(manifestPath) ? readManifest(manifestPath) : {}
  const agent = (await detect({ cwd: root }))?.agent ?? 'npm'
  const dependencies = new Map(
    ['peerDependencies', 'optionalDependencies', 'devDependencies', 'dependencies'].flatMap(
      (field) => Object.entries(recordOf(manifest[field])),
    ),
  )
  const find = (names: readonly string[]) =>
    names.map((name) => join(root, name)).find((path) => existsSync(path))
  const command = (kind: 'add' | 'execute-local', args: readonly string[]) => {
    const resolved = resolveCommand(agent, kind, [...args])
    return resolved === null ? args.join(' ') : [resolved.command, ...resolved.args].join(' ')
  }
  return {
    root,
    typescript: dependencies.has('typescript') || find(TYPESCRIPT_FILES) !== undefined,
    hasWorkspaces:
      manifest['workspaces'] !== undefined || find(['pnpm-workspace.yaml']) !== undefined,
    scripts: Object.fromEntries(
      Object.entries(recordOf(manifest['scripts'])).map(([name, script]) => [name, String(script)]),
    ),
    packageManager: agent.split('@')[0] ?? agent,
    dependency(name) {
      const range = dependencies.get(name)
      return range === undefined ? undefined : String(range)
    },
    addCommand: (names) => command('add', ['-D', ...names]),
    runCommand: (args) => command('execute-local', args),
    find,
    show(path) {
      const shown = relative(root, path).split(sep).join('/')
      return shown === '' ? basename(path) : shown
    },
  }
}

/**
 * Whether a dependency is surely older than `wanted`: by what is installed, else by the range that
 * package.json asks for. A range that names no version, such as `latest`, is not.
 */
export function isOlder(project: Project, name: string, wanted: readonly number[]): boolean {
  const version = installedVersion(project, name) ?? project.dependency(name) ?? ''
  const found = /^[\^~>=v\s]*(\d+)(?:\.(\d+))?/.exec(version)
  if (found === null) return false
  const [major = 0, minor = 0] = wanted
  const actual = Number(found[1])
  // "4" may be any of 4.
  const actualMinor = found[2] === undefined ? Number.POSITIVE_INFINITY : Number(found[2])
  return actual < major || (actual === major && actualMinor < minor)
}

/** The path of a module as the project's own code would find it. */
export function resolveFrom(project: Project, specifier: string): string | undefined {
  try {
    return createRequire(join(project.root, 'package.json')).resolve(specifier)
  } catch {
    return undefined
  }
}

function installedVersion(project: Project, name: string): string | undefined {
  const path = join(project.root, 'node_modules', name, 'package.json')
  if (!existsSync(path)) return undefined
  const version = readManifest(path)['version']
  return typeof version === 'string' ? version : undefined
}

function folderWithPackage(directory: string): string {
  const found =
    folderWith(directory, ['package.json']) ??
    folderWith(directory, ['Gemfile', 'composer.json', 'manage.py', 'pyproject.toml'])
  if (found !== undefined) return found
  throw new CliError(
    `No package.json in ${directory} or above it; name the project's folder with --cwd`,
  )
}

/** The nearest folder from this one upwards that has one of the files. */
function folderWith(directory: string, names: readonly string[]): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (names.some((name) => existsSync(join(folder, name)))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

function readManifest(path: string): Record<string, unknown> {
  // Some editors begin a file with a byte order mark.
  const parsed = parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  if (parsed.ok && isRecord(parsed.value)) return parsed.value
  throw new CliError(`${path} must hold a JSON object`)
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
