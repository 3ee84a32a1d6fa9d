/**
 * The fake in Storybook: an addon for all stories, a decorator for some.
 *
 * @module pusher-js-fake/storybook
 */
import { definePreviewAddon, type PreviewAddon } from 'storybook/internal/csf'
import {
  createAnnotations,
  type PusherFakeAddonOptions,
  type PusherFakeTypes,
} from './storybook/annotations.ts'

export type { PusherFakeAddonOptions, PusherFakeTypes } from './storybook/annotations.ts'
export type {
  ChannelMembers,
  PusherFakeParameters,
  ScriptedEvent,
  StoryEvent,
  StoryFaults,
  StoryReplay,
} from './storybook/parameters.ts'
export { withPusherFake } from './storybook/with-pusher-fake.ts'

/**
 * Gives every story a Pusher service of its own, which play functions and `beforeEach` find in
 * `context.pusherFake`.
 *
 * @example
 * export default definePreview({ addons: [pusherFakeAddon()] })
 */
export function pusherFakeAddon(
  options: PusherFakeAddonOptions = {},
): PreviewAddon<PusherFakeTypes> {
  return definePreviewAddon<PusherFakeTypes>(createAnnotations(options))
}

export default pusherFakeAddon
