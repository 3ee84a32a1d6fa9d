import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { Timeline } from '../../timeline/timeline.ts'
import { mountTimeline, type TimelineView } from '../../timeline/view/mount-timeline.ts'
import type { PanelFrame, PanelJournalEntry } from '../messages.ts'

interface TimelinePaneProps {
  readonly frames: readonly PanelFrame[]
  readonly journal: readonly PanelJournalEntry[]
}

const NOTHING: Timeline = { title: 'Frames', frames: [] }

/** The frames, live: the timeline of the reports, in React. */
export function TimelinePane({ frames, journal }: TimelinePaneProps): ReactNode {
  const heading = useId()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<TimelineView>(undefined)

  useEffect(() => {
    if (host.current === null) return
    const mounted = mountTimeline(host.current, NOTHING, { follow: true })
    view.current = mounted
    return () => mounted.destroy()
  }, [])
  useEffect(() => view.current?.update({ ...NOTHING, frames, journal }), [frames, journal])

  return (
    <section className="pjf-timeline" aria-labelledby={heading}>
      <h2 id={heading} className="pjf-hidden">
        Frames
      </h2>
      <div ref={host} className="pjf-timeline-host" />
    </section>
  )
}
