import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { moveTest } from '../../../src/init/moving/move-test.ts'
import { createProject, manifest } from '../project-on-disk.ts'

const moved = new URL('../../../fixtures/packages/jest/moved/', import.meta.url)

test('a test of Jest, which a package project then runs', async () => {
  const [before, after] = await Promise.all(
    ['orders.from-mock.js', 'orders.test.js'].map((name) => readFile(new URL(name, moved), 'utf8')),
  )
  const { source, decisions } = moveTest(before ?? '', 'orders.test.js', 'jest')
  expect(source).toBe(after)
  expect(decisions).toEqual([])
})

// Vitest looks for the word anywhere in a file.
const ENVIRONMENT = `// @${'vitest'}-environment jsdom`

const VITEST = `${ENVIRONMENT}
import { describe, expect, it, vi } from "vitest";
import { PusherMock, type PusherChannelMock } from "pusher-js-mock";

const CHANNEL = "orders";

vi.mock("pusher-js", async () => ({
  default: (await import("pusher-js-mock")).PusherMock,
}));

describe("orders", () => {
  it("are told", () => {
    const heard = vi.fn();
    const pusher = new PusherMock("shop-key", { cluster: "eu" });
    const channel: PusherChannelMock = pusher.subscribe(CHANNEL);
    channel.bind("created", heard);
    channel.emit("created", { id: 1 });
    expect(heard).toHaveBeenCalledWith({ id: 1 });
  });

  it("of nothing", () => expect(CHANNEL).toBe("orders"));
});
`

test('a test of Vitest, which passes afterwards', async () => {
  const project = await createProject(
    {
      'package.json': manifest('vitest', 'pusher-js', 'pusher-js-fake', 'pusher-js-mock'),
      'vitest.config.js': "export default { test: { include: ['src/*.test.ts'] } }",
      'src/orders.test.ts': VITEST,
      'src/other.test.ts': "import { test } from 'vitest'\ntest('another', () => {})\n",
    },
    ['vitest', 'pusher-js', 'pusher-js-fake', 'jsdom'],
  )
  const { code, output } = await project.init('--from', 'pusher-js-mock', '--yes')
  expect(code, output).toBe(0)
  expect(output).toContain('Wrote src/orders.test.ts')
  expect(output).toContain('npm remove pusher-js-mock')
  expect(await project.read('src/orders.test.ts')).toBe(`${ENVIRONMENT}
import { describe, expect, vi } from "vitest";
import Pusher from "pusher-js";
import type { Channel } from "pusher-js";
import { test as it } from "pusher-js-fake/vitest";

it.override({ pusherFakeOptions: { key: "shop-key" } });

const CHANNEL = "orders";

describe("orders", () => {
  it("are told", async ({ pusherFake }) => {
    const heard = vi.fn();
    const pusher = new Pusher("shop-key", { cluster: "eu" });
    const channel: Channel = pusher.subscribe(CHANNEL);
    channel.bind("created", heard);
    await expect(pusherFake).toHaveSubscribed(CHANNEL);
    pusherFake.trigger(CHANNEL, "created", { id: 1 });
    expect(heard).toHaveBeenCalledWith({ id: 1 }, expect.anything());
  });

  it("of nothing", () => expect(CHANNEL).toBe("orders"));
});
`)
  const run = await project.run('vitest/vitest.mjs', 'run')
  expect(run.code, run.output + run.error).toBe(0)
  expect(run.output).toContain('3 passed')
})

test('what was not touched is as it was: line ends, comments, types, lists in lines', () => {
  const lines = (...all: readonly string[]) => all.join('\r\n')
  const before = lines(
    "import { useState, type FC } from 'react'",
    'import {',
    '  PusherMock, // the mock',
    '  PusherPresenceChannelMock,',
    "} from 'pusher-js-mock'",
    '',
    '// the mock for the app',
    "jest.mock('pusher-js', () => ({ PusherMock }))",
    '',
    'const made: Made = { PusherMock, room: PusherPresenceChannelMock }',
    "const channel = (new PusherMock).subscribe('orders')!",
    "it('a', () => (channel!.emit('created')))",
    "it('b', async function () { if (made) channel?.emit('created', <T,>(x: T) => x) })",
    'const View: FC = () => <b>{   useState(1)  }</b>',
    '',
  )
  const { source, decisions } = moveTest(before, 'orders.test.tsx', 'jest')
  expect(decisions).toMatchObject([{ what: expect.stringContaining('PusherPresenceChannelMock') }])
  expect(source).toBe(
    lines(
      "import { useState, type FC } from 'react'",
      "import Pusher from 'pusher-js'",
      "import { pusherFake } from 'pusher-js-fake/jest'",
      'import {',
      '  PusherPresenceChannelMock,',
      "} from 'pusher-js-mock'",
      '',
      'const made: Made = { PusherMock: Pusher, room: PusherPresenceChannelMock }',
      "const channel = (new Pusher('app-key', { cluster: 'mt1' })).subscribe('orders')!",
      "it('a', async () => {",
      "  await expect(pusherFake).toHaveSubscribed('orders')",
      "  pusherFake.trigger('orders', 'created', {})",
      '})',
      "it('b', async function () { await expect(pusherFake).toHaveSubscribed('orders'); if (made) pusherFake.trigger('orders', 'created', <T,>(x: T) => x) })",
      'const View: FC = () => <b>{   useState(1)  }</b>',
      '',
    ),
  )
})

describe('what a person has to decide', () => {
  const decisionsOf = (lines: readonly string[], runner: 'jest' | 'vitest' = 'jest') => {
    const source = ["import { PusherMock } from 'pusher-js-mock'", ...lines, ''].join('\n')
    return moveTest(source, 'orders.test.js', runner)
  }

  test.each([
    ["pusher.connection.emit('connected')", /faults/],
    ["channel.emit('pusher:subscription_succeeded')", /toHaveSubscribed\('chat'\)/],
    ["channel.emit('pusher:member_added', { id: 'bob' })", /pusherFake\.connect\(\{ user/],
    ["channel.emit('client-typing', {})", /another client/],
    ["otherChannel.emit('created', {})", /does not name/],
    ['channel.emit(...given)', /something else than an event/],
    ['expect(channel.callbacks).toEqual({})', /assert on what the app shows/],
    ['expect(channel.subscribed).toBe(true)', /once the service has said so/],
  ])('%s', (line, expected) => {
    const { source, decisions } = decisionsOf([
      "it('x', () => {",
      '  const pusher = new PusherMock()',
      "  const channel = pusher.subscribe('chat')",
      `  ${line}`,
      '})',
    ])
    expect(decisions).toEqual([{ line: 5, what: expect.stringMatching(expected) }])
    expect(source).toContain(line)
  })

  test('a test with a callback keeps it, and is named', () => {
    const { source, decisions } = decisionsOf([
      "it('x', (done) => {",
      "  const channel = new PusherMock().subscribe('chat')",
      "  channel.bind('created', () => done())",
      "  channel.emit('created', { id: 1 })",
      '})',
    ])
    expect(source).toContain("it('x', (done) => {")
    expect(source).toContain("pusherFake.trigger('chat', 'created', { id: 1 })")
    expect(decisions).toMatchObject([{ line: 5, what: expect.stringContaining('callback') }])
  })

  test('a helper, in Jest and in Vitest', () => {
    const helper = ["const announce = () => pusher.channel('chat').emit('created', { id: 1 })"]
    expect(decisionsOf(helper)).toMatchObject({
      source: expect.stringContaining("pusherFake.trigger('chat', 'created', { id: 1 })"),
      decisions: [{ what: expect.stringContaining('not in a test') }],
    })
    expect(decisionsOf([...helper, "test('x', announce)"], 'vitest')).toMatchObject({
      source: expect.stringContaining(".channel('chat').emit('created', { id: 1 })"),
      decisions: [{ what: expect.stringContaining('hand it over') }],
    })
  })

  test('one variable that is several channels', () => {
    const { decisions } = decisionsOf([
      'let channel',
      "beforeEach(() => { channel = new PusherMock().subscribe('a') })",
      "it('x', () => { channel = new PusherMock().subscribe('b'); channel.emit('e', 1) })",
    ])
    expect(decisions).toMatchObject([{ line: 4, what: expect.stringContaining('does not name') }])
  })

  test('presence channels, mocks by hand, and the classes of channels', () => {
    const { decisions } = decisionsOf([
      "import { PusherPresenceChannelMock } from 'pusher-js-mock'",
      "jest.mock('pusher-js', () => ({ subscribe: jest.fn() }))",
      "const room = new PusherPresenceChannelMock('presence-room')",
    ])
    expect(decisions.map(({ what }) => what)).toEqual([
      expect.stringContaining('presence channels need a user'),
      expect.stringContaining('mocked by hand'),
      expect.stringContaining('PusherPresenceChannelMock'),
    ])
  })
})

test('what cannot be edited is named: mocks in folders, settings, files that do not parse', async () => {
  const project = await createProject({
    'package.json': {
      ...manifest('jest', 'pusher-js', 'pusher-js-mock'),
      jest: { moduleNameMapper: { '^pusher-js$': 'pusher-js-mock' } },
    },
    '__mocks__/pusher-js.js': "export { PusherMock as default } from 'pusher-js-mock'",
    'jest.config.js': "export default { moduleNameMapper: { 'pusher-js': 'pusher-js-mock' } }",
    'broken.test.js': "import { PusherMock } from 'pusher-js-mock'\nit('x', () => {",
  })
  const { code, output } = await project.init('--from', 'pusher-js-mock')
  expect(code, output).toBe(0)
  expect(output).toContain('By hand: __mocks__/pusher-js.js\n  Delete it')
  expect(output).toContain('By hand: jest.config.js\n  Take pusher-js-mock out of it.')
  expect(output).toContain('By hand: broken.test.js\n  It could not be read:')
  expect(output).toContain('By hand: package.json\n  Take pusher-js-mock out of moduleNameMapper.')
})

test('moves from pusher-js-mock alone', async () => {
  const project = await createProject({ 'package.json': manifest('jest') })
  const { code, error } = await project.init('--from', 'mock-socket')
  expect(code).toBe(2)
  expect(error).toContain('--from knows pusher-js-mock alone, got "mock-socket"')
})
