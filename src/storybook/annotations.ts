import type { Renderer } from 'storybook/internal/csf'
import type { ProjectAnnotations } from 'storybook/internal/types'
import type { PusherFake } from '../app/pusher-fake.ts'
import type { PusherClass } from '../browser/pusher-runtime.ts'
import type { PusherFakeParameters } from './parameters.ts'
import { enterStory, leaveStory, pageStage, type StoryLike, wantsFake } from './story-fake.ts'

declare module 'storybook/internal/csf' {
  interface StoryContext {
    /** The fake of this story; there is none with `parameters.pusherFake: false`. */
    pusherFake: PusherFake
  }
}

/** Options of the addon, for all stories. */
export interface PusherFakeAddonOptions {
  /** The class of pusher-js's Node build, for stories that run in jsdom. */
  readonly Pusher?: PusherClass
  /** Parameters that every story begins with. */
  readonly parameters?: PusherFakeParameters
}

/** What the addon adds to the types of `parameters`. */
export interface PusherFakeTypes {
  parameters: { pusherFake?: PusherFakeParameters | false }
}

type MountableStory = StoryLike & { mount: (...args: never[]) => Promise<unknown> }

/** Preview annotations that give every story a fake of its own. */
export function createAnnotations({
  Pusher,
  parameters,
}: PusherFakeAddonOptions = {}): ProjectAnnotations<Renderer> {
  if (typeof document !== 'undefined') pageStage().hold()
  return {
    ...(parameters !== undefined && { parameters: { pusherFake: parameters } }),
    beforeEach(context) {
      const story: MountableStory = context
      if (story.pusherFake !== undefined) return
      if (!wantsFake(story)) return pageStage().letThrough()
      const session = enterStory(story, Pusher)
      story.pusherFake = session.fake
      if (story.viewMode === 'docs') {
        const { mount } = story
        story.mount = (...args) =>
          pageStage().zone.mount(session, story.abortSignal, () => mount(...args))
      }
      return () => leaveStory(story, session)
    },
  }
}
