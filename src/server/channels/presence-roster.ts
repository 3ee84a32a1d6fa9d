import type { JsonValue } from '../../protocol/json.ts'
import type { PresenceState } from '../../protocol/server-frame.ts'

/** A member as one of its connections announced it. */
export interface PresenceMember {
  readonly userId: string
  readonly userInfo: JsonValue
}

interface RosterEntry {
  readonly userInfo: JsonValue
  connections: number
}

/** The users of one presence channel, each counted once however many connections it has. */
export class PresenceRoster {
  readonly #users = new Map<string, RosterEntry>()

  get size(): number {
    return this.#users.size
  }

  has(userId: string): boolean {
    return this.#users.has(userId)
  }

  /** @returns whether this is the user's first connection */
  join(member: PresenceMember): boolean {
    const entry = this.#users.get(member.userId)
    if (entry !== undefined) {
      entry.connections += 1
      return false
    }
    this.#users.set(member.userId, { userInfo: member.userInfo, connections: 1 })
    return true
  }

  /** @returns whether this was the user's last connection */
  leave(userId: string): boolean {
    const entry = this.#users.get(userId)
    if (entry === undefined) return false
    entry.connections -= 1
    return entry.connections === 0 && this.#users.delete(userId)
  }

  members(): { id: string; info: JsonValue }[] {
    return [...this.#users].map(([id, { userInfo }]) => ({ id, info: userInfo }))
  }

  state(): PresenceState {
    const hash = [...this.#users].map(([id, { userInfo }]) => [id, userInfo] as const)
    return {
      presence: {
        count: this.#users.size,
        ids: [...this.#users.keys()],
        hash: Object.fromEntries(hash),
      },
    }
  }
}
