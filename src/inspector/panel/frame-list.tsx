import {
  type KeyboardEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { PanelFrame } from '../messages.ts'
import { FrameRow } from './frame-row.tsx'
import { type DirectionFilter, filterFrames } from './panel-model.ts'

const DIRECTIONS: readonly (readonly [DirectionFilter, string])[] = [
  ['all', 'All'],
  ['in', 'Sent'],
  ['out', 'Received'],
]

/** Every frame of the story, live, as the app sent and received them. */
export function FrameList({ frames }: { readonly frames: readonly PanelFrame[] }): ReactNode {
  const heading = useId()
  const [text, setText] = useState('')
  const [direction, setDirection] = useState<DirectionFilter>('all')
  const [opened, setOpened] = useState<number>()
  const shown = useMemo(() => filterFrames(frames, text, direction), [frames, text, direction])
  const list = useStickToEnd(shown, opened === undefined)
  const start = frames[0]?.time ?? 0
  return (
    <section className="pjf-section pjf-frames" aria-labelledby={heading}>
      <div className="pjf-filter">
        <h2 id={heading}>
          Frames <span className="pjf-count">{shown.length}</span>
        </h2>
        <input
          className="pjf-input"
          type="search"
          aria-label="Filter frames"
          placeholder="Filter"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <fieldset className="pjf-segments">
          <legend>Direction</legend>
          {DIRECTIONS.map(([value, label]) => (
            <button
              key={value}
              type="button"
              className="pjf-segment"
              aria-pressed={direction === value}
              onClick={() => setDirection(value)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      <ol className="pjf-list" ref={list} hidden={shown.length === 0} onKeyDown={moveBetweenRows}>
        {shown.map((frame) => (
          <FrameRow
            key={frame.id}
            frame={frame}
            start={start}
            open={frame.id === opened}
            onToggle={() => setOpened(frame.id === opened ? undefined : frame.id)}
          />
        ))}
      </ol>
      {shown.length === 0 && (
        <p className="pjf-hint">
          {frames.length === 0 ? 'Nothing has been said yet.' : 'No frame matches the filter.'}
        </p>
      )}
    </section>
  )
}

/** Keeps the end of the list in view, unless somebody reads something else in it. */
function useStickToEnd(content: unknown, free: boolean): (list: HTMLOListElement | null) => void {
  const element = useRef<HTMLOListElement | null>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    const list = element.current
    if (list !== null && free && atEnd.current) list.scrollTop = list.scrollHeight
  }, [content, free])
  return (list) => {
    element.current = list
    if (list === null) return
    list.onscroll = () => {
      atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 8
    }
  }
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

function moveBetweenRows(event: KeyboardEvent<HTMLOListElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.pjf-row')]
  const index = rows.findIndex((row) => row.matches(':focus'))
  if (index === -1) return
  const ends: Readonly<Record<string, number>> = { Home: 0, End: rows.length - 1 }
  const step = STEPS[event.key]
  const next = step === undefined ? ends[event.key] : index + step
  if (next === undefined) return
  event.preventDefault()
  rows[next]?.focus()
}
