import type { Workload } from '../measure.ts'
import { connected, endClients, newClient, subscribed } from './clients.ts'

/** Members that are connected join one presence channel at once; everybody hears of everybody after. */
export function joinStorm(members: number): Workload {
  return {
    name: `${members.toLocaleString('en')} members join a presence channel`,
    kind: 'presence',
    units: members,
    iterations: 2,
    start: async (service) => {
      const clients = Array.from({ length: members }, (_, index) =>
        newClient(service, `user-${index}`),
      )
      await Promise.all(clients.map(connected))
      let rooms = 0
      return {
        async iteration() {
          rooms += 1
          const room = `presence-room-${rooms}`
          const started = performance.now()
          await Promise.all(clients.map((pusher) => subscribed(pusher, room)))
          // They stay: what a service does when members leave would run into the next iteration.
          return performance.now() - started
        },
        end: () => endClients(service, clients),
      }
    },
  }
}
