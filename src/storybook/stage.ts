import type { PusherClass } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm/realm.ts'
import { holdSockets, serveSession } from '../browser/serve-session.ts'
import type { ServedSession, Session } from '../browser/session-router.ts'
import type { StorySession } from './story-session.ts'
import { StoryZone } from './story-zone.ts'

interface Staged {
  readonly story: StorySession
  readonly served: ServedSession
}

/** The stories of one page. */
export class Stage {
  readonly zone: StoryZone
  readonly #realm: Realm
  readonly #staged = new Map<Element, Staged>()
  #endHold: (() => void) | undefined

  constructor(realm: Realm) {
    this.#realm = realm
    this.zone = new StoryZone(realm, (canvas) => this.sessionOn(canvas))
  }

  /** From now on no socket of Pusher's leaves the page, between the stories neither. */
  hold(): void {
    this.#endHold ??= holdSockets(this.#realm)
  }

  /** A story that wants no fake has the globals as they were. @returns ends it */
  letThrough(): () => void {
    if (this.#endHold === undefined) return () => {}
    this.#endHold()
    this.#endHold = undefined
    return () => this.hold()
  }

  sessionOn(canvas: Element): StorySession | undefined {
    return this.#staged.get(canvas)?.story
  }

  /** Lets a story on; what was on its canvas, or on one that is gone, leaves. */
  enter(canvas: Element, story: StorySession, Pusher?: PusherClass): void {
    for (const other of this.#staged.keys()) {
      if (other === canvas || !other.isConnected) this.leave(other)
    }
    const served = serveSession(this.#realm, this.#sessionOf(story), Pusher)
    this.#staged.set(canvas, { story, served })
  }

  leave(canvas: Element): void {
    const staged = this.#staged.get(canvas)
    if (staged === undefined) return
    this.#staged.delete(canvas)
    staged.served.leave()
    staged.story.end(this.#endHold === undefined ? staged.served.cut : undefined)
  }

  #sessionOf(story: StorySession): Session {
    const { zone } = this
    return {
      fake: story.fake,
      endpoints: story.endpoints,
      atWork: () => zone.current === story,
      run: (handlers) => zone.run(story, handlers),
      undecided: ({ key }, sessions) => {
        const fakes = new Set(sessions.map(({ fake }) => fake))
        const stories = [...this.#staged.values()].filter((staged) => fakes.has(staged.story.fake))
        return [
          `A socket of the app "${key}" was opened after its story had been mounted, and several stories on this page have that app: ${stories.map((staged) => staged.story.storyId).join(', ')}.`,
          'Give each a key of its own, parameters.pusherFake.key, or connect while the story mounts.',
        ].join(' ')
      },
    }
  }
}

const stages = new WeakMap<Realm, Stage>()

/** The stage of a realm, one for all addons, decorators and copies of the preview. */
export function stageOf(realm: Realm): Stage {
  const stage = stages.get(realm) ?? new Stage(realm)
  stages.set(realm, stage)
  return stage
}
