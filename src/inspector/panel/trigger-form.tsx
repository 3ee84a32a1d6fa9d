import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import type { PanelChannel, PanelFrame } from '../messages.ts'
import type { TriggerOutcome } from './panel-model.ts'
import { type Payload, readPayloads, rememberPayload } from './payload-history.ts'

/** Triggers an event as the app's backend would, and remembers the last ones. */
export function TriggerForm({
  channels,
  frames,
  outcome,
  onTrigger,
}: {
  readonly channels: readonly PanelChannel[]
  readonly frames: readonly PanelFrame[]
  readonly outcome: TriggerOutcome | undefined
  readonly onTrigger: (payload: Payload) => void
}): ReactNode {
  const id = useId()
  const [payloads, setPayloads] = useState(() => readPayloads(localStorage))
  const [channel, setChannel] = useState('')
  const [event, setEvent] = useState(payloads[0]?.event ?? '')
  const [data, setData] = useState(payloads[0]?.data ?? '{}')
  const problem = jsonProblem(data) ?? outcome?.problem
  const target = channel === '' ? (channels[0]?.name ?? '') : channel

  const submit = (submission: FormEvent) => {
    submission.preventDefault()
    if (jsonProblem(data) !== undefined || target === '' || event === '') return
    const payload = { channel: target, event, data }
    setPayloads(rememberPayload(localStorage, payload))
    onTrigger(payload)
  }
  const recall = (index: number) => {
    const payload = payloads[index]
    if (payload === undefined) return
    setChannel(payload.channel)
    setEvent(payload.event)
    setData(payload.data)
  }
  return (
    <section className="pjf-section" aria-labelledby={`${id}heading`}>
      <h2 id={`${id}heading`}>Trigger an event</h2>
      <form className="pjf-form" onSubmit={submit}>
        <div className="pjf-pair">
          <Field
            label="Channel"
            value={target}
            options={channels.map(({ name }) => name)}
            onChange={setChannel}
          />
          <Field label="Event" value={event} options={knownEvents(frames)} onChange={setEvent} />
        </div>
        <label className="pjf-field" htmlFor={`${id}data`}>
          Data, JSON
          <textarea
            id={`${id}data`}
            className="pjf-input"
            rows={3}
            spellCheck={false}
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}problem`}
            value={data}
            onChange={({ target: { value } }) => setData(value)}
            onKeyDown={submitOnModifiedEnter}
          />
        </label>
        <p id={`${id}problem`} className="pjf-problem" role="alert">
          {problem}
        </p>
        <div className="pjf-submit">
          {payloads.length > 0 && (
            <select
              className="pjf-input"
              aria-label="Last payloads"
              value=""
              onChange={({ target: { value } }) => recall(Number(value))}
            >
              <option value="" disabled>
                Last payloads…
              </option>
              {payloads.map((payload, index) => (
                <option key={JSON.stringify(payload)} value={index}>
                  {`${payload.event} → ${payload.channel} ${payload.data.slice(0, 40)}`}
                </option>
              ))}
            </select>
          )}
          <button type="submit" className="pjf-button pjf-primary" disabled={event === ''}>
            Trigger
          </button>
        </div>
      </form>
    </section>
  )
}

function Field({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly string[]
  readonly onChange: (value: string) => void
}): ReactNode {
  const id = useId()
  return (
    <label className="pjf-field" htmlFor={id}>
      {label}
      <input
        id={id}
        className="pjf-input"
        list={`${id}options`}
        required
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={`${id}options`}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </label>
  )
}

/** The app's own events that the story has seen. */
function knownEvents(frames: readonly PanelFrame[]): readonly string[] {
  const names = frames.map(({ event }) => event).filter((name) => !/^(pusher|client-|$)/.test(name))
  return [...new Set(names)]
}

function jsonProblem(data: string): string | undefined {
  try {
    JSON.parse(data)
    return undefined
  } catch {
    return 'The data are no JSON.'
  }
}

function submitOnModifiedEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}
