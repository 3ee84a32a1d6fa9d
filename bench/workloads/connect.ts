import type { Workload } from '../measure.ts'
import type { Service } from '../peers/peer.ts'
import { connected, endClients, newClient, subscribed } from './clients.ts'

const connect: Workload = {
  name: 'new Pusher() to connected',
  kind: 'connect',
  iterations: 10,
  start: async (service) => ({
    async iteration() {
      const started = performance.now()
      const pusher = newClient(service)
      await connected(pusher)
      return finish(service, pusher, started)
    },
    end() {},
  }),
}

const subscribe = (kind: string, channel: string): Workload => ({
  name: `new Pusher() to subscription_succeeded, ${kind}`,
  kind: 'subscribe',
  iterations: 10,
  start: async (service) => ({
    async iteration() {
      const started = performance.now()
      const pusher = newClient(service)
      await subscribed(pusher, channel)
      return finish(service, pusher, started)
    },
    end() {},
  }),
})

function finish(service: Service, pusher: ReturnType<typeof newClient>, started: number): number {
  const duration = performance.now() - started
  endClients(service, [pusher])
  return duration
}

export const connectWorkloads: readonly Workload[] = [
  connect,
  subscribe('public', 'orders'),
  subscribe('private', 'private-orders'),
  subscribe('presence', 'presence-room'),
]
