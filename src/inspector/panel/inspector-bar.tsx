import type { ReactNode } from 'react'
import type { PanelState } from '../messages.ts'
import type { InspectorActions } from './inspector-actions.ts'

/** How the app is connected, and the buttons that change it. */
export function InspectorBar({
  state,
  actions,
}: {
  readonly state: PanelState
  readonly actions: InspectorActions
}): ReactNode {
  const { connections, buttons, faults, key } = state
  const others = faults.filter(({ name }) => !buttons.some((button) => button.name === name))
  return (
    <div className="pjf-bar">
      <ConnectionStatus state={state} />
      <span className="pjf-key" title="App key">
        {key}
      </span>
      <div className="pjf-buttons" role="toolbar" aria-label="Faults">
        {buttons.map(({ name, label, title, lasts }) => {
          const isActive = faults.some((fault) => fault.name === name)
          return (
            <button
              key={name}
              type="button"
              className="pjf-button"
              title={title}
              {...(lasts ? { 'aria-pressed': isActive } : { disabled: connections.length === 0 })}
              onClick={() => actions.setFault(name, !isActive)}
            >
              {label}
            </button>
          )
        })}
        {others.map(({ id, name, options }) => (
          <button
            key={id}
            type="button"
            className="pjf-button"
            aria-pressed="true"
            title={`End it: ${JSON.stringify(options)}`}
            onClick={() => actions.setFault(name, false)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  )
}

function ConnectionStatus({ state }: { readonly state: PanelState }): ReactNode {
  const { connections, faults } = state
  const offline = faults.some(({ name }) => name === 'goOffline')
  const [first] = connections
  const kind = offline ? 'off' : first === undefined ? 'wait' : 'good'
  const label = offline
    ? 'Offline'
    : first === undefined
      ? 'Not connected'
      : connections.length === 1
        ? 'Connected'
        : `${connections.length} connections`
  return (
    <>
      <span className={`pjf-badge pjf-${kind}`} role="status">
        {label}
      </span>
      <span className="pjf-sockets">
        {connections.map(({ socketId, userId }) => (
          <code key={socketId}>{userId === undefined ? socketId : `${userId} · ${socketId}`}</code>
        ))}
      </span>
    </>
  )
}
