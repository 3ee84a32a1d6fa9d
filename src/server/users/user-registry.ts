import type { Connection } from '../connections/connection.ts'

/** Signed-in users and who watches whom. */
export class UserRegistry {
  readonly #connections = new Map<string, Set<Connection>>()
  readonly #watchers = new Map<string, Set<Connection>>()

  connectionsOf(userId: string): readonly Connection[] {
    return [...(this.#connections.get(userId) ?? [])]
  }

  watchersOf(userId: string): readonly Connection[] {
    return [...(this.#watchers.get(userId) ?? [])]
  }

  /** A user is online while any signed-in connection lives. */
  isOnline(userId: string): boolean {
    return this.#connections.has(userId)
  }

  /** @returns whether the user was offline before */
  add(userId: string, watchlist: readonly string[], connection: Connection): boolean {
    for (const watched of watchlist) addTo(this.#watchers, watched, connection)
    return addTo(this.#connections, userId, connection)
  }

  /** @returns whether the user is offline now */
  remove(userId: string, watchlist: readonly string[], connection: Connection): boolean {
    for (const watched of watchlist) removeFrom(this.#watchers, watched, connection)
    return removeFrom(this.#connections, userId, connection)
  }

  clear(): void {
    this.#connections.clear()
    this.#watchers.clear()
  }
}

/** @returns whether the key is new */
function addTo<T>(map: Map<string, Set<T>>, key: string, item: T): boolean {
  const set = map.get(key)
  if (set !== undefined) {
    set.add(item)
    return false
  }
  map.set(key, new Set([item]))
  return true
}

/** @returns whether that was the key's last item */
function removeFrom<T>(map: Map<string, Set<T>>, key: string, item: T): boolean {
  const set = map.get(key)
  if (set === undefined) return false
  set.delete(item)
  return set.size === 0 && map.delete(key)
}
