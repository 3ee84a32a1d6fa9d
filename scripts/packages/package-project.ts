import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A project of fixtures/packages, and the versions that it is to be installed with. */
export interface ProjectSetup {
  /** The folder in fixtures/packages. */
  readonly project: string
  /** Versions or ranges, package to version. Others are the project's own; its `*` is what this repository has. */
  readonly versions?: Readonly<Record<string, string>>
  /** Version of the Node that runs the tests, from the package `node`. @default the one that runs this */
  readonly node?: string
  readonly env?: Readonly<Record<string, string>>
  /** Adds files to the copy of the project, before anything is installed there. */
  readonly prepare?: (directory: string) => Promise<void>
  /** Ask the registry for newer versions, though the cache has some. */
  readonly fresh?: boolean
}

export interface ProjectResult {
  readonly passed: boolean
  /** What was really installed, package to version; `node` among them. */
  readonly installed: Readonly<Record<string, string>>
  /** All that npm and the tests have printed. */
  readonly output: string
}

const NPM_SETTINGS = new Set([
  'npm_config_cache',
  'npm_config_globalconfig',
  'npm_config_offline',
  'npm_config_registry',
  'npm_config_userconfig',
])

const INSTALL = ['install', '--no-audit', '--no-fund', '--no-package-lock']

interface Manifest {
  readonly version: string
  readonly devDependencies: Readonly<Record<string, string>>
}

/** Packs the package as `npm publish` would. Returns the tarball's path. */
export async function packPackage(directory: string): Promise<string> {
  const { stdout } = await npm(['pack', '--json', '--pack-destination', directory], ROOT, {})
  const name = /"filename": "([^"]+)"/.exec(stdout)?.[1]
  if (name === undefined) throw new Error(`npm pack told no file name:\n${stdout}`)
  return join(directory, name)
}

/**
 * Copies a project to an empty folder, really installs the tarball and the project's own dependencies
 * there, with npm's cache or the registry, and runs the project's `npm test`. The folder is outside of
 * this repository, so that nothing of its node_modules can be found by accident.
 */
export async function testProject(tarball: string, setup: ProjectSetup): Promise<ProjectResult> {
  const directory = await mkdtemp(join(tmpdir(), `pusher-js-fake-${setup.project}-`))
  const output: string[] = []
  try {
    await cp(join(ROOT, 'fixtures/packages', setup.project), directory, { recursive: true })
    await setup.prepare?.(directory)
    const names = await writeManifest(directory, tarball, setup)
    const install = setup.fresh === true ? INSTALL : [...INSTALL, '--prefer-offline']
    const passed =
      (await attempt(install, directory, setup.env ?? {}, output)) &&
      (await attempt(['test'], directory, setup.env ?? {}, output))
    return { passed, installed: await readVersions(directory, names), output: output.join('') }
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function writeManifest(
  directory: string,
  tarball: string,
  { versions = {}, node }: ProjectSetup,
): Promise<string[]> {
  const path = join(directory, 'package.json')
  const project = await readManifest(path)
  const { devDependencies: ours } = await readManifest(join(ROOT, 'package.json'))
  const devDependencies: Record<string, string> = {}
  for (const [name, range] of Object.entries({ ...project.devDependencies, ...versions })) {
    const own = range === '*' ? ours[name] : range
    const version = name === 'pusher-js-fake' ? `file:${tarball}` : own
    if (version === undefined)
      throw new Error(`${path} asks for ${name}, whose version nobody says`)
    devDependencies[name] = version
  }
  if (node !== undefined) devDependencies['node'] = node
  // npm runs no install script unless told so; that of the package `node` puts the binary in its place.
  const manifest = { ...project, devDependencies, allowScripts: { node: true } }
  await writeFile(path, JSON.stringify(manifest))
  return Object.keys(devDependencies)
}

async function readVersions(
  directory: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const versions: Record<string, string> = { node: process.versions.node }
  for (const name of names) {
    const path = join(directory, 'node_modules', name, 'package.json')
    versions[name] = await readManifest(path).then(
      ({ version }) => version,
      () => 'not installed',
    )
  }
  return versions
}

async function readManifest(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(path, 'utf8'))
}

async function attempt(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  output: string[],
): Promise<boolean> {
  try {
    const { stdout, stderr } = await npm(args, cwd, env)
    output.push(stdout, stderr)
    return true
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string }
    output.push(stdout, stderr, stdout === '' && stderr === '' ? error.message : '')
    return false
  }
}

/** The npm that runs this, as a module: no shell, which npm's command needs on Windows. */
async function npm(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ stdout: string; stderr: string }> {
  const cli = process.env['npm_execpath']
  if (cli === undefined) throw new Error('Run this by npm, as in: npm run test:package')
  const { stdout, stderr } = await run(process.execPath, [cli, ...args], {
    cwd,
    env: { ...outerEnvironment(), ...env, NO_COLOR: '1', CI: '1' },
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  return { stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) }
}

/** The environment without what `npm run` has added, which would lend this repository's packages. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE$|NODE_OPTIONS$)/i.test(name) || NPM_SETTINGS.has(name),
  )
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => !entry.endsWith(join('node_modules', '.bin')))
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), ...path].join(delimiter),
  }
}
