import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findChromium } from '../find-chromium.ts'
import { APP_SUITES } from './app-suites.ts'
import { HELPER_SUITES } from './helper-suites.ts'
import { prepareApp } from './prepare-app.ts'
import { type AppSuite, PYTHONS, type Suite } from './suite.ts'

// npm run test:backends: the helpers of `backends` with their own tests, and whole apps that have them from `init`,
// in each language that is here. `-- --only Rails` for those whose name has it, `-- --helpers` without the apps.

const root = fileURLToPath(new URL('../../', import.meta.url))
const command = `${root}dist/cli.js`
const sdks = join(root, 'fixtures/backend/sdk')
const { only = '', helpers = false } = parseArgs({
  options: { only: { type: 'string' }, helpers: { type: 'boolean' } },
}).values

/** SDKs that Debian does not have; the apps then have one that signs in the same way. */
const SDKS = [
  {
    name: 'Ruby: the gem pusher',
    programs: ['ruby'],
    probe: ['-e', 'require "pusher"'],
    env: { RUBYLIB: join(sdks, 'ruby') },
  },
  {
    name: 'Python: the package pusher',
    programs: PYTHONS,
    probe: ['-c', 'import pusher'],
    env: { PYTHONPATH: join(sdks, 'python') },
  },
  {
    name: 'PHP: pusher/pusher-php-server',
    programs: ['php'],
    probe: ['-r', 'exit(is_file(getenv("PUSHER_PHP_SDK")."/Pusher.php") ? 0 : 1);'],
    env: { PUSHER_PHP_SDK: join(sdks, 'php') },
  },
] as const

chmodSync(command, 0o755)
const skipped: string[] = []
const failed: string[] = []
let ran = 0
const environment: NodeJS.ProcessEnv = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }
const absent = SDKS.filter(({ programs, probe }) => programThatHas(programs, probe) === undefined)

for (const suite of HELPER_SUITES.filter(isAsked)) {
  await attempt(suite, async (program) =>
    run(program, suite.args, root + (suite.folder ?? ''), {
      PUSHER_FAKE_COMMAND: command,
      FREE_PORT: String(await freePort()),
    }),
  )
}
for (const { name, env } of absent) {
  skipped.push(`${name} is not installed here; one of the fixtures' own signs in its place`)
  Object.assign(environment, env)
}
environment['CHROMIUM_PATH'] ??= (await findChromium().catch(() => undefined))?.executablePath
for (const suite of helpers ? [] : APP_SUITES.filter(isAsked)) {
  await attempt(suite, (program) => runApp(suite, program))
}
for (const line of skipped) console.log(`skipped: ${line}`)
console.log(
  `${ran} suites ran, ${failed.length} failed${failed.length > 0 ? `: ${failed.join('; ')}` : ''}`,
)
process.exitCode = failed.length > 0 ? 1 : 0

function isAsked({ name }: { readonly name: string }): boolean {
  return name.toLowerCase().includes(only.toLowerCase())
}

type Named = Pick<Suite, 'name' | 'programs' | 'probe' | 'needs' | 'missing'>

async function attempt(suite: Named, runSuite: (program: string) => boolean | Promise<boolean>) {
  const program = programThatHas(suite.programs, suite.probe)
  const [needed, ...args] = suite.needs ?? []
  if (program === undefined || (needed !== undefined && !works(needed, args))) {
    skipped.push(`${suite.name}: it is not installed here (Debian: ${suite.missing})`)
    return
  }
  console.log(`\n— ${suite.name}`)
  ran += 1
  try {
    if (!(await runSuite(program))) failed.push(suite.name)
  } catch (error) {
    console.error(error)
    failed.push(suite.name)
  }
}

async function runApp(suite: AppSuite, program: string): Promise<boolean> {
  const folder = prepareApp(root, suite)
  const meeting = mkdtempSync(join(tmpdir(), 'meeting-'))
  const server = suite.workers === 'beside' ? await startServer() : undefined
  try {
    return run(program, suite.args, folder, {
      ...(suite.workers !== undefined && { MEETING: meeting }),
      ...server?.env,
      ...suite.env,
    })
  } finally {
    server?.process.kill()
    rmSync(folder, { recursive: true })
    rmSync(meeting, { recursive: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** As somebody starts it before runners that do not know of each other. */
async function startServer(): Promise<{ process: ChildProcess; env: Record<string, string> }> {
  const token = 'a-token'
  const args = [command, '--port', '0', '--id', '1', '--control-token', token]
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(server.stdout)) {
    const [, url] = /^Control API at (.*)\/control\/v1/.exec(line) ?? []
    if (url === undefined) continue
    server.stdout.resume()
    return { process: server, env: { PUSHER_FAKE_URL: url, PUSHER_CONTROL_TOKEN: token } }
  }
  await once(server, 'exit')
  throw new Error('The server did not start; what it says is above.')
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): boolean {
  const options = { cwd, env: { ...environment, ...env }, timeout: 300_000 }
  return spawnSync(program, args, { ...options, stdio: 'inherit' }).status === 0
}

function programThatHas(programs: readonly string[], probe: readonly string[]): string | undefined {
  return programs.find((each) => works(each, probe))
}

function works(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0
}
