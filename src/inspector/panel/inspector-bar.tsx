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
  const { connections, offline, refusing, key } = state
  return (
    <div className="pjf-bar">
      <ConnectionStatus state={state} />
      <span className="pjf-key" title="App key">
        {key}
      </span>
      <div className="pjf-buttons" role="toolbar" aria-label="Faults">
        <button
          type="button"
          className="pjf-button"
          disabled={connections.length === 0}
          title="Cut the connection; the client dials again"
          onClick={() => actions.disconnect()}
        >
          Disconnect
        </button>
        <button
          type="button"
          className="pjf-button"
          aria-pressed={offline}
          title="Cut the network until it is switched on again"
          onClick={() => actions.setOffline(!offline)}
        >
          Offline
        </button>
        <button
          type="button"
          className="pjf-button"
          aria-pressed={refusing}
          title="Refuse new connections with 4100, over capacity"
          onClick={() => actions.setRefusing(!refusing)}
        >
          Refuse
        </button>
      </div>
    </div>
  )
}

function ConnectionStatus({ state }: { readonly state: PanelState }): ReactNode {
  const { connections, offline } = state
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
