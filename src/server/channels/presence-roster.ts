import type { JsonValue } from '../../protocol/json.ts'
import type { MemberJson } from '../../protocol/server-frame.ts'

/** A member as one of its connections announced it. */
export interface PresenceMember {
  readonly userId: string
  readonly userInfo: JsonValue
}

interface RosterEntry {
  readonly userInfo: JsonValue
  readonly json: MemberJson
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
    const { userId, userInfo } = member
    const json = { id: JSON.stringify(userId), info: JSON.stringify(userInfo) }
    this.#users.set(userId, { userInfo, json, connections: 1 })
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

  /** All of them, for one who comes. */
  state(): readonly MemberJson[] {
    return Array.from(this.#users.values(), ({ json }) => json)
  }
}
