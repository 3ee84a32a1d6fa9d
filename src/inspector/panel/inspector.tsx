import type { ReactNode } from 'react'
import { ChannelList } from './channel-list.tsx'
import type { InspectorActions } from './inspector-actions.ts'
import { InspectorBar } from './inspector-bar.tsx'
import type { PanelModel } from './panel-model.ts'
import { TimelinePane } from './timeline-pane.tsx'
import { TriggerForm } from './trigger-form.tsx'

/** A service: who is connected, what is said, and ways to interfere. */
export function Inspector({
  model,
  actions,
  children,
}: {
  readonly model: PanelModel | undefined
  readonly actions: InspectorActions
  /** What stands in its place as long as there is none. */
  readonly children: ReactNode
}): ReactNode {
  if (model === undefined) return <div className="pjf pjf-empty">{children}</div>
  const { state, frames, journal, storyId, outcome } = model
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
        <TimelinePane key={storyId} frames={frames} journal={journal} />
      </div>
    </div>
  )
}
