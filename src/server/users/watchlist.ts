import type { WatchlistEvent } from '../../protocol/server-frame.ts'
import type { Connection, SignedInUser } from '../connections/connection.ts'
import type { Engine } from '../engine.ts'

/** Tells the state of everybody watched, once after sign-in. */
export function tellWatchlist(engine: Engine, connection: Connection, user: SignedInUser): void {
  const online = user.watchlist.filter((id) => engine.users.isOnline(id))
  const offline = user.watchlist.filter((id) => !engine.users.isOnline(id))
  const all: WatchlistEvent[] = [
    { name: 'online', user_ids: online },
    { name: 'offline', user_ids: offline },
  ]
  const events = all.filter(({ user_ids }) => user_ids.length > 0)
  if (events.length > 0) {
    connection.send({ event: 'pusher_internal:watchlist_events', data: { events } })
  }
}

/** Tells who watches the user of a change. */
export function tellWatchers(
  engine: Engine,
  userId: string,
  name: WatchlistEvent['name'],
  except?: Connection,
): void {
  for (const watcher of engine.users.watchersOf(userId)) {
    if (watcher === except) continue
    watcher.send({
      event: 'pusher_internal:watchlist_events',
      data: { events: [{ name, user_ids: [userId] }] },
    })
  }
}
