import type { PusherFake } from '../../src/index.ts'
import { infoOf, type ReferenceModel } from './reference-model.ts'

/** What the fake says of itself, in the order of names where the fake promises none. */
export function snapshotOf(fake: Pick<PusherFake, 'channels' | 'connections'>): unknown {
  const byName = fake.channels().toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    channels: byName.map(({ cachedEvent, ...channel }) => ({
      ...channel,
      cached: cachedEvent?.event,
    })),
    connections: fake.connections().map(({ socketId, userId, channels }) => ({
      socketId,
      userId,
      channels,
    })),
  }
}

/** What it must say. */
export function snapshotOfModel(
  model: ReferenceModel,
  socketId: (client: number) => string,
): unknown {
  return {
    channels: model.occupied().map((name) => {
      const members = model.membersOf(name).map((id) => ({ id, info: infoOf(id) }))
      return {
        name,
        subscriptionCount: model.subscribers(name).length,
        ...(name.startsWith('presence-') && { userCount: members.length, members }),
        cached: model.cached(name)?.event,
      }
    }),
    connections: model.clients.map((client) => ({
      socketId: socketId(client),
      userId: model.userOf(client)?.id,
      channels: model.channelsOf(client),
    })),
  }
}
