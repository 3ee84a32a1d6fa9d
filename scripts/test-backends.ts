import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// npm run test:backends: the helpers of `backends` with their own tests, in each language that is here.

const root = fileURLToPath(new URL('../', import.meta.url))
const command = `${root}dist/cli.js`

interface Suite {
  readonly name: string
  /** Programs of which the first that works is used. */
  readonly programs: readonly string[]
  /** Shows whether a program has what the suite needs. */
  readonly probe: readonly string[]
  readonly args: readonly string[]
  readonly folder?: string
  /** What to install for it. */
  readonly missing: string
}

// Debian's own has Debian's packages.
const PYTHONS = ['/usr/bin/python3', 'python3', 'python']

const SUITES: readonly Suite[] = [
  {
    name: 'Ruby, RSpec',
    programs: ['rspec'],
    probe: ['--version'],
    args: ['test/backends/ruby/pusher_fake_spec.rb'],
    missing: 'ruby-rspec',
  },
  {
    name: 'Ruby, Minitest',
    programs: ['ruby'],
    probe: ['-e', 'require "minitest"'],
    args: ['test/backends/ruby/pusher_fake_test.rb'],
    missing: 'ruby-minitest',
  },
  {
    name: 'Ruby, Cucumber',
    programs: ['cucumber'],
    probe: ['--version'],
    args: ['--format', 'progress'],
    folder: 'test/backends/ruby',
    missing: 'cucumber',
  },
  {
    name: 'PHP, PHPUnit',
    programs: ['phpunit'],
    probe: ['--version'],
    args: [
      ...['--bootstrap', 'test/backends/php/bootstrap.php', '--do-not-cache-result'],
      'test/backends/php/PusherFakeTest.php',
    ],
    missing: 'phpunit',
  },
  {
    name: 'Python, pytest and Django',
    programs: PYTHONS,
    probe: ['-c', 'import pytest'],
    args: [
      '-m',
      'pytest',
      '-q',
      '-rs',
      '-p',
      'no:cacheprovider',
      '-W',
      'ignore::DeprecationWarning',
    ],
    folder: 'test/backends/python',
    missing: 'python3-pytest, and python3-django for its part',
  },
  {
    name: 'Python, pytest-xdist',
    programs: PYTHONS,
    probe: ['-c', 'import pytest, xdist'],
    args: [
      '-m',
      'pytest',
      '-q',
      '-n',
      '2',
      '-p',
      'no:cacheprovider',
      '-W',
      'ignore::DeprecationWarning',
    ],
    folder: 'test/backends/python',
    missing: 'python3-pytest-xdist',
  },
]

/** SDKs that Debian does not have; the tests then sign their requests themselves. */
const SDKS = [
  ['Ruby: the gem pusher', 'ruby', ['-e', 'require "pusher"']],
  ['Python: the package pusher', 'python3', ['-c', 'import pusher']],
  [
    'PHP: pusher/pusher-php-server',
    'php',
    ['-r', 'exit(class_exists("Pusher\\\\Pusher") ? 0 : 1);'],
  ],
] as const

chmodSync(command, 0o755)
const skipped: string[] = []
const failed: string[] = []
let ran = 0
for (const suite of SUITES) {
  const program = suite.programs.find((each) => works(each, suite.probe))
  if (program === undefined) {
    skipped.push(`${suite.name}: it is not installed here (Debian: ${suite.missing})`)
    continue
  }
  console.log(`\n— ${suite.name}`)
  ran += 1
  const { status } = spawnSync(program, suite.args, {
    cwd: root + (suite.folder ?? ''),
    env: { ...process.env, PUSHER_FAKE_COMMAND: command, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: 'inherit',
    timeout: 300_000,
  })
  if (status !== 0) failed.push(suite.name)
}
for (const [name, program, args] of SDKS) {
  if (!works(program, args)) {
    skipped.push(`${name} is not installed here; requests were signed by the tests themselves`)
  }
}
for (const line of skipped) console.log(`skipped: ${line}`)
console.log(
  `${ran} suites ran, ${failed.length} failed${failed.length > 0 ? `: ${failed.join('; ')}` : ''}`,
)
process.exitCode = failed.length > 0 ? 1 : 0

function works(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0
}
