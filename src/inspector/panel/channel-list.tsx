import { type ReactNode, useId } from 'react'
import type { PanelChannel } from '../messages.ts'

/** The occupied channels, with the members of those that have any. */
export function ChannelList({
  channels,
}: {
  readonly channels: readonly PanelChannel[]
}): ReactNode {
  const heading = useId()
  return (
    <section className="pjf-section" aria-labelledby={heading}>
      <h2 id={heading}>
        Channels <span className="pjf-count">{channels.length}</span>
      </h2>
      {channels.length === 0 && <p className="pjf-hint">Nobody is subscribed.</p>}
      <ul className="pjf-channels">
        {channels.map(({ name, subscriptionCount, members }) => (
          <li key={name}>
            <div className="pjf-channel">
              <span className="pjf-name">{name}</span>
              <span className="pjf-count">
                {members === undefined
                  ? count(subscriptionCount, 'subscriber')
                  : count(members.length, 'member')}
              </span>
            </div>
            {members !== undefined && (
              <ul className="pjf-members">
                {members.map((member) => (
                  <li key={member.id} title={member.id}>
                    {member.name ?? member.id}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
