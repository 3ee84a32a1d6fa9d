import type { TestContext } from 'vitest'
import type { PusherFake } from '../app/pusher-fake.ts'

/**
 * Annotates a failed test with the timeline of its frames. Vitest takes no annotation from a test that counts as
 * failed, as it does by the time of its fixtures' end; what cannot be annotated is not.
 */
export async function attachTimeline(
  fake: PusherFake,
  task: TestContext['task'],
  annotate: TestContext['annotate'],
): Promise<void> {
  const { result } = task
  const [frames, journal] = [fake.frames(), fake.journal()]
  if (result === undefined || frames.length === 0) return
  const { state } = result
  try {
    // Only now, since most tests pass.
    const { renderTimeline } = await import('../timeline/render-timeline.ts')
    result.state = 'run'
    const annotated = annotate('The frames of the test, as a timeline', 'pusher-timeline', {
      contentType: 'text/html',
      body: new TextEncoder().encode(renderTimeline({ title: task.name, frames, journal })),
    })
    result.state = state
    await annotated
  } catch {
    // A runner without annotations.
  } finally {
    result.state = state
  }
}
