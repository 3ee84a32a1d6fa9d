// @vitest-environment jsdom
import { withPusherFake } from 'pusher-js-fake/storybook'
import { afterEach, expect, test, vi } from 'vitest'
import { cleanPage, client, clientsOf, type Story, stateOf, story } from './story-page.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await cleanPage()
})

/** Renders as Storybook does: decorators get a copy of the context, with what outer ones add. */
function render(context: Story, decorators: readonly (typeof withPusherFake)[]): Story {
  const [decorator, ...inner] = decorators
  const run = (copy: Story, [next, ...rest]: readonly (typeof withPusherFake)[]): unknown =>
    next?.((update) => run({ ...copy, ...update }, rest), copy)
  if (decorator !== undefined) run({ ...context, context }, [decorator, ...inner])
  return context
}

test('the decorator gives the story a fake, until it is left', async () => {
  const before = WebSocket
  const context = story('rings')
  const { pusherFake } = render(context, [withPusherFake])
  await stateOf(client(), 'connected')
  expect(clientsOf(pusherFake)).toHaveLength(1)
  context.leave()
  expect(pusherFake.connections()).toEqual([])
  expect(WebSocket).toBe(before)
})

test('twice is one fake and one warning', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const context = story('rings')
  const first = render(context, [withPusherFake, withPusherFake]).pusherFake
  const second = render(context, [withPusherFake, withPusherFake]).pusherFake
  expect(second).toBe(first)
  expect(warn.mock.calls).toEqual([
    [
      '[pusher-js-fake] withPusherFake decorates the story "Bell: rings" twice; one of them can go.',
    ],
  ])
})

test('a story that wants no fake gets none', () => {
  expect(render(story('rings', false), [withPusherFake]).pusherFake).toBeUndefined()
})
