import { expect, test } from 'vitest'
import { startersOf } from '../../src/standalone/http/stop-requests.ts'

type Args = readonly string[]

/** The parents that are watched in a chain of processes, each the child of the next, the last of nobody. */
function watched(chain: readonly Args[], leader?: Args): Args[] {
  const starters = startersOf(10, (pid) => {
    const args = chain[pid - 10]
    if (args === undefined) return undefined
    const isLast = pid - 10 === chain.length - 1
    return { parent: isLast ? 1 : pid + 1, session: args === leader ? pid : 1, args }
  })
  return starters.map(({ parent }) => chain[parent - 10] ?? [])
}

const self = ['node', '/app/node_modules/.bin/pusher-js-fake']
const npx = ['npm exec pusher-js-fake --port 6001']
const npxPath = ['node', '/usr/lib/node_modules/npm/bin/npx-cli.js', 'pusher-js-fake']
const script = ['/usr/bin/bash', '-e', '/tmp/step.sh']
const terminal = ['-zsh']
const shell = ['sh', '-c', 'cd shop && pusher-js-fake >log 2>&1']
const busybox = ['/bin/busybox', 'sh', '-c', 'pusher-js-fake; true']
const background = ['/bin/sh', '-c', 'pusher-js-fake & wait-on tcp:6001']
const rspec = ['ruby', 'bin/rspec']
const concurrently = ['node', '/app/node_modules/.bin/concurrently', '-k', 'pusher-js-fake']
const foreman = ['ruby', 'foreman']

test.each<[string, Args[], Args[]]>([
  ['npx, and not the terminal', [self, npx, terminal], [npx]],
  ['npx by its path, and not the script', [self, npxPath, script], [npxPath]],
  ['npx and the shell between', [self, shell, npx, script], [shell, npx]],
  [
    'a shell with one command, and who started it',
    [self, shell, foreman, terminal],
    [shell, foreman],
  ],
  ['the shell of a busybox', [self, busybox, npx, terminal], [busybox, npx]],
  ['a test runner, and nobody above it', [self, rspec, shell, terminal], [rspec]],
  [
    'npm that has started it by another program',
    [self, shell, concurrently, shell, npx, terminal],
    [shell, concurrently, shell, npx],
  ],
  ['no npm above a script', [self, shell, concurrently, script, npx], [shell, concurrently]],
  ['no script, which may end before it', [self, script, npx], []],
  ['no terminal, which says so itself', [self, terminal, npx], []],
  ['no shell that has put it in the background', [self, background, npx], []],
  ['nobody, being the first process', [self], []],
])('watches %s', (_, chain, expected) => {
  expect(watched(chain)).toEqual(expected)
})

test('the leader of a session is on its own', () => {
  expect(watched([self, npx, terminal], self)).toEqual([])
  expect(watched([self, shell, npx, terminal], shell)).toEqual([shell])
})
