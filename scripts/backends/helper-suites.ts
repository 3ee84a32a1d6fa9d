import { PYTHONS, type Suite } from './suite.ts'

const PYTEST = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-W', 'ignore::DeprecationWarning']

/** The helpers of `backends` alone, with a process beside them or forked from them. */
export const HELPER_SUITES: readonly Suite[] = [
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
    name: 'Python, pytest',
    programs: PYTHONS,
    probe: ['-c', 'import pytest'],
    args: [...PYTEST, '-rs'],
    folder: 'test/backends/python',
    missing: 'python3-pytest, and python3-django for its part',
  },
  {
    name: 'Python, pytest-xdist',
    programs: PYTHONS,
    probe: ['-c', 'import pytest, xdist'],
    args: [...PYTEST, '-n', '2'],
    folder: 'test/backends/python',
    missing: 'python3-pytest-xdist',
  },
  {
    name: 'Plain HTTP, curl',
    programs: ['sh'],
    probe: ['-c', 'command -v curl openssl md5sum npx'],
    // The page says 6001, where something else may be.
    args: ['-c', `sed "s/6001/$FREE_PORT/g" fixtures/backend/plain/orders.sh | sh -eu`],
    missing: 'curl and openssl',
  },
]
