import { type AppSuite, PYTHONS } from './suite.ts'

const RAILS = {
  app: 'rails',
  byHand: ['require_relative "support/pusher_fake"', '<%= raw PusherFake.javascript %>'],
} as const

const DJANGO = { app: 'django', programs: PYTHONS } as const
const DJANGO_UNITTEST = {
  ...DJANGO,
  without: ['pyproject.toml', 'tests'],
  probe: ['-c', 'import django'],
  byHand: [
    'from pusher_fake import PusherFakeMixin',
    'class OrderTest(PusherFakeMixin, TestCase):',
  ],
  missing: 'python3-django',
} as const
const PYTEST = ['-W', 'ignore', '-m', 'pytest', '-q', '-p', 'no:cacheprovider'] as const

const LARAVEL = {
  app: 'laravel',
  byHand: ['PusherFake::reset();'],
  needs: [
    'php',
    '-r',
    'require "Illuminate/autoload.php"; exit(class_exists("Illuminate\\Foundation\\Application") ? 0 : 1);',
  ],
  missing: 'phpunit and php-laravel-framework',
} as const
/** PHP has no runner that starts workers in Debian: two of PHPUnit's are started as paratest does. */
const TWO_OF_PHPUNIT =
  'phpunit tests/Workers/ClientTest.php & TEST_TOKEN=2 phpunit tests/Workers/ResetTest.php; second=$?; wait $! && exit $second'

/** Whole apps, each set up by `init`. */
export const APP_SUITES: readonly AppSuite[] = [
  {
    ...RAILS,
    name: 'Rails app, RSpec with a browser',
    without: ['test'],
    programs: ['rspec'],
    probe: ['--version'],
    needs: [
      'ruby',
      '-e',
      '%w[rails/version rspec/rails/version capybara/version selenium-webdriver puma/const].each { |each| require each }',
    ],
    args: ['--format', 'progress'],
    missing:
      'ruby-rails, ruby-rspec-rails, ruby-capybara, ruby-selenium-webdriver, puma, chromium-driver',
  },
  {
    ...RAILS,
    name: 'Rails app, Minitest with parallelize(workers: 2)',
    without: ['spec'],
    programs: ['ruby'],
    probe: ['-e', 'require "rails/version"'],
    args: [
      ...['-Itest', '-e', 'Dir["./test/**/*_test.rb"].each { |path| require path }'],
      '--',
      '--verbose',
    ],
    workers: 'parent',
    missing: 'ruby-rails',
  },
  {
    ...RAILS,
    name: 'Rails app, parallel_tests',
    without: ['spec'],
    programs: ['parallel_test'],
    probe: ['--version'],
    needs: ['ruby', '-e', 'require "rails/version"'],
    args: ['-n', '2', 'test/parallel/client_test.rb', 'test/parallel/reset_test.rb'],
    // Rails' own workers are not what is tested here.
    env: { PARALLEL_WORKERS: '1' },
    workers: 'beside',
    missing: 'ruby-rails and ruby-parallel-tests',
  },
  {
    ...DJANGO,
    name: 'Django app, pytest-django',
    probe: ['-c', 'import django, pytest_django'],
    args: [...PYTEST],
    byHand: [],
    missing: 'python3-django and python3-pytest-django',
  },
  {
    ...DJANGO,
    name: 'Django app, pytest-xdist',
    probe: ['-c', 'import django, pytest_django, xdist'],
    args: [...PYTEST, '-n', '2', '--dist', 'loadgroup', 'tests/test_workers.py'],
    byHand: [],
    workers: 'parent',
    missing: 'python3-pytest-django and python3-pytest-xdist',
  },
  { ...DJANGO_UNITTEST, name: "Django app, Django's runner", args: ['manage.py', 'test'] },
  {
    ...DJANGO_UNITTEST,
    name: "Django app, Django's runner, --parallel 2",
    args: ['manage.py', 'test', '--parallel', '2'],
    workers: 'parent',
  },
  {
    ...LARAVEL,
    name: 'Laravel app, PHPUnit',
    programs: ['phpunit'],
    probe: ['--version'],
    args: [],
  },
  {
    ...LARAVEL,
    name: 'Laravel app, two processes of PHPUnit',
    programs: ['sh'],
    probe: ['-c', 'phpunit --version'],
    args: ['-c', TWO_OF_PHPUNIT],
    env: { TEST_TOKEN: '1' },
    workers: 'beside',
  },
  {
    ...LARAVEL,
    name: "Laravel app, the Pest page's tests with a stand-in for Pest",
    replace: { 'composer.json': ['phpunit/phpunit', 'pestphp/pest'] },
    programs: ['phpunit'],
    probe: ['--version'],
    args: ['tests/PestStandIn'],
    byHand: [
      "uses(Tests\\TestCase::class)->beforeEach(fn () => Tests\\PusherFake::reset())->in('Feature');",
    ],
  },
]
