import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { ControlClient, TOKEN } from './control-client.ts'

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url))
const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

/** @returns what the command prints, until it matches */
async function printed(
  args: readonly string[],
  environment: Record<string, string>,
  pattern: RegExp,
): Promise<string> {
  const env = { PATH: process.env['PATH'], ...environment }
  const child = spawn(process.execPath, [cli, '--port', '0', ...args], { env })
  running.push(child)
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (pattern.test(text)) break
  }
  return text
}

test.each([
  [['--control-token', TOKEN], {}],
  [[], { PUSHER_CONTROL_TOKEN: TOKEN }],
  [['--control-token', TOKEN], { PUSHER_CONTROL_TOKEN: 'another' }],
])('%j with the environment %j serves the control API, and says where', async (args, env) => {
  const output = await printed(args, env, /^Control API at .*\n/m)
  const [, url = ''] = /^Control API at (\S+)\/control\/v1,/m.exec(output) ?? []
  expect(output).not.toContain(TOKEN)
  expect((await new ControlClient(url).get('/channels')).body).toEqual([])
})

test('without a token there is none', async () => {
  const output = await printed([], { PUSHER_CONTROL_TOKEN: '' }, /Laravel Echo\n.*\n/)
  expect(output).not.toContain('Control API')
  const [, url = ''] = /HTTP at (\S+)/.exec(output) ?? []
  expect((await fetch(`${url}/control/v1/channels`)).status).toBe(404)
})

test('a token that no header can carry is one line and exit code 2', async () => {
  const child = spawn(process.execPath, [cli, '--control-token', 'two words'])
  running.push(child)
  const error = once(child.stderr, 'data')
  expect(await once(child, 'exit')).toEqual([2, null])
  expect(String((await error)[0])).toMatch(/^pusher-js-fake: Option "control.token" must be .*\n$/)
})
