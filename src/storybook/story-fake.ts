import type { PusherFake } from '../app/pusher-fake.ts'
import type { PusherClass } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm/realm.ts'
import { parseParameters } from './parse-parameters.ts'
import { showInPanel } from './preview-bridge.ts'
import { type Stage, stageOf } from './stage.ts'
import { StorySession } from './story-session.ts'

/** What this room reads of Storybook's story context, whatever the renderer. */
export interface StoryLike {
  readonly id: string
  readonly title: string
  readonly name: string
  readonly viewMode: string
  readonly abortSignal: AbortSignal
  readonly canvasElement: unknown
  readonly parameters: Readonly<Record<string, unknown>>
  pusherFake?: PusherFake
}

/** The stage of the page that the preview runs in. */
export function pageStage(): Stage {
  return stageOf(globalThis as Realm)
}

/** Whether the story wants a fake. */
export function wantsFake({ parameters }: StoryLike): boolean {
  return parameters['pusherFake'] !== false
}

/**
 * Gives the story its fake, or the one that it has: arguments that change render it again.
 *
 * @throws PusherFakeError `invalid_option` for a wrong parameter
 */
export function enterStory(context: StoryLike, Pusher?: PusherClass): StorySession {
  const stage = pageStage()
  const canvas = context.canvasElement as Element
  const known = stage.sessionOn(canvas)
  if (known?.storyId === context.id) return known
  const parameters = parseParameters(
    context.parameters['pusherFake'],
    `${context.title}: ${context.name}`,
  )
  const session = new StorySession(context.id, parameters)
  stage.enter(canvas, session, Pusher)
  if (context.viewMode !== 'docs') session.onEnd(showInPanel(session))
  return session
}

/** Leaves the story, if this is still its session. */
export function leaveStory(context: StoryLike, session: StorySession): void {
  const canvas = context.canvasElement as Element
  if (pageStage().sessionOn(canvas) === session) pageStage().leave(canvas)
}
