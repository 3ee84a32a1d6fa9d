import type { ReactNode } from 'react'
import { ChannelList } from './channel-list.tsx'
import { FrameList } from './frame-list.tsx'
import { InspectorBar } from './inspector-bar.tsx'
import type { PanelModel } from './panel-model.ts'
import type { Payload } from './payload-history.ts'
import { TriggerForm } from './trigger-form.tsx'

/** What the inspector can ask of the service. */
export interface InspectorActions {
  trigger(payload: Payload): void
  disconnect(): void
  setOffline(on: boolean): void
  setRefusing(on: boolean): void
}

/** The service of a story: who is connected, what is said, and ways to interfere. */
export function Inspector({
  model,
  actions,
}: {
  readonly model: PanelModel | undefined
  readonly actions: InspectorActions
}): ReactNode {
  if (model === undefined) {
    return (
      <div className="pjf pjf-empty">
        <p>This story has no fake Pusher service.</p>
        <p>
          Add <code>pusherFakeAddon()</code> to the preview, or the decorator{' '}
          <code>withPusherFake</code> to the story.
        </p>
      </div>
    )
  }
  const { state, frames, storyId, outcome } = model
  return (
    <div className="pjf">
      <InspectorBar state={state} actions={actions} />
      <div className="pjf-body">
        <div className="pjf-side">
          <ChannelList channels={state.channels} />
          <TriggerForm
            key={storyId}
            channels={state.channels}
            frames={frames}
            outcome={outcome}
            onTrigger={actions.trigger}
          />
        </div>
        <FrameList key={storyId} frames={frames} />
      </div>
    </div>
  )
}
