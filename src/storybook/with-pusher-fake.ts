import type { DecoratorFunction, Renderer } from 'storybook/internal/csf'
import { enterStory, leaveStory, type StoryLike, wantsFake } from './story-fake.ts'

/** Under this name an inner decorator finds that an outer one was there. */
const MARK = 'pusherFakeDecorated'

/**
 * Gives the stories that it decorates a fake each. `context.pusherFake` is there for play functions, not
 * for `beforeEach`: that needs the addon, which is the better choice where the preview can be changed.
 *
 * @example
 * const meta: Meta<typeof Bell> = { component: Bell, decorators: [withPusherFake] }
 */
export const withPusherFake: DecoratorFunction<Renderer> = (story, context) => {
  // Renderers hand decorators a copy; the play function gets the context itself.
  const owner: StoryLike = context.context ?? context
  if (!wantsFake(owner)) return story()
  if (context[MARK] === true) {
    warnOnce(owner)
    return story()
  }
  if (owner.pusherFake === undefined) {
    const session = enterStory(owner)
    owner.pusherFake = session.fake
    owner.abortSignal.addEventListener('abort', () => leaveStory(owner, session), { once: true })
  }
  return story({ pusherFake: owner.pusherFake, [MARK]: true })
}

const warned = new WeakSet<object>()

function warnOnce(story: StoryLike): void {
  const { pusherFake = story } = story
  if (warned.has(pusherFake)) return
  warned.add(pusherFake)
  console.warn(
    `[pusher-js-fake] withPusherFake decorates the story "${story.title}: ${story.name}" twice; one of them can go.`,
  )
}
