import { fakeOptions, fileOf, indent, quote } from '../code.ts'
import type { Project } from '../project.ts'
import type { PusherSettings } from '../pusher-settings.ts'

/** How a runner's first test differs from another's. */
export interface FirstTest {
  /** Imports of the runner, below those of the client. */
  readonly imports: readonly string[]
  /** Gives the options their place. */
  readonly setUp: (options: readonly string[]) => readonly string[]
  /** Whether the fake is a parameter of the test, not an import. */
  readonly isFixture: boolean
}

/** A test that makes the app's client, or Echo, and hears one event. */
export function firstTest(
  { typescript }: Pick<Project, 'typescript'>,
  settings: PusherSettings,
  { imports, setUp, isFixture }: FirstTest,
): string {
  const { key = 'app-key', cluster = 'mt1', echo } = settings
  const data = typescript ? '(data: unknown)' : '(data)'
  const client =
    echo === undefined
      ? [
          `const pusher = new Pusher(${quote(key)}, { cluster: ${quote(cluster)} })`,
          `pusher.subscribe('orders').bind('created', ${data} => received.push(data))`,
        ]
      : [
          ...echoOptions(echo, key, cluster),
          `echo.channel('orders').listen('.created', ${data} => received.push(data))`,
        ]
  return fileOf(
    ...(echo === undefined ? [] : ["import Echo from 'laravel-echo'"]),
    "import Pusher from 'pusher-js'",
    ...imports,
    '',
    ...setUp(fakeOptions(settings)),
    '',
    '// Next: render the part of the app that listens, in place of the client that is made here.',
    `test('an event of the service is received', async (${isFixture ? '{ pusherFake }' : ''}) => {`,
    typescript ? '  const received: unknown[] = []' : '  const received = []',
    indent(client),
    "  await expect(pusherFake).toHaveSubscribed('orders')",
    '',
    "  pusherFake.trigger('orders', 'created', { id: 1 })",
    '',
    '  expect(received).toEqual([{ id: 1 }])',
    '})',
  )
}

function echoOptions(echo: 'pusher' | 'reverb', key: string, cluster: string): string[] {
  const host =
    echo === 'reverb' ? "wsHost: 'reverb.test', wsPort: 80" : `cluster: ${quote(cluster)}`
  return [
    'const echo = new Echo({',
    `  broadcaster: '${echo}',`,
    `  key: ${quote(key)},`,
    `  ${host.replace(', ', ',\n  ')},`,
    '  Pusher,',
    '})',
  ]
}
