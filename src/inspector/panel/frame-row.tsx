import { memo, type NamedExoticComponent, type ReactNode, useId } from 'react'
import type { PanelFrame } from '../messages.ts'
import { JsonView } from './json-view.tsx'
import { frameToRead } from './panel-model.ts'

interface FrameRowProps {
  readonly frame: PanelFrame
  /** Of the first frame, milliseconds since the epoch. */
  readonly start: number
  readonly open: boolean
  readonly onToggle: () => void
}

/** One frame: a line, and all of it when it is opened. */
export const FrameRow: NamedExoticComponent<FrameRowProps> = memo(
  Row,
  (before, after) => before.frame === after.frame && before.open === after.open,
)

function Row({ frame, start, open, onToggle }: FrameRowProps): ReactNode {
  const details = useId()
  const { direction, event, channel, problem, time } = frame
  const sent = direction === 'in'
  return (
    <li>
      <button
        type="button"
        className="pjf-row"
        aria-expanded={open}
        aria-controls={open ? details : undefined}
        onClick={onToggle}
      >
        <span className="pjf-time">{((time - start) / 1000).toFixed(3)}</span>
        <span className={sent ? 'pjf-sent' : 'pjf-received'}>
          <span aria-hidden="true">{sent ? '↑' : '↓'}</span>
          <span className="pjf-hidden">{sent ? 'sent' : 'received'}</span>
        </span>
        <span className="pjf-event">
          <EventName event={event} />
        </span>
        <span className="pjf-on">{channel}</span>
        <span className="pjf-preview">{problem ?? dataOf(frame)}</span>
      </button>
      {open && (
        <div id={details} className="pjf-details">
          {problem !== undefined && <p className="pjf-problem">{problem}</p>}
          <JsonView value={frameToRead(frame)} />
        </div>
      )}
    </li>
  )
}

/** Pusher's own prefixes step back behind the name. */
function EventName({ event }: { readonly event: string }): ReactNode {
  const [, prefix = '', name = event] = /^(pusher(?:_internal)?:)(.*)$/.exec(event) ?? []
  return (
    <>
      {prefix !== '' && <span className="pjf-prefix">{prefix}</span>}
      {name === '' ? 'unreadable' : name}
    </>
  )
}

function dataOf(frame: PanelFrame): string {
  const read = frameToRead(frame)
  if (typeof read !== 'object' || read === null || !('data' in read)) return ''
  const text = JSON.stringify(read.data) ?? ''
  return text === '{}' ? '' : text.slice(0, 200)
}
