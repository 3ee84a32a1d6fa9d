import type Pusher from 'pusher-js'
import type { Workload } from '../measure.ts'
import { connected, endClients, newClient, subscribed } from './clients.ts'

/** From `new Pusher()` until a client is ready. */
function start(
  name: string,
  kind: Workload['kind'],
  ready: (pusher: Pusher) => Promise<unknown>,
): Workload {
  return {
    name: `new Pusher() to ${name}`,
    kind,
    iterations: 5,
    independent: true,
    start: async (service) => ({
      async iteration() {
        const started = performance.now()
        const pusher = newClient(service)
        await ready(pusher)
        const duration = performance.now() - started
        endClients(service, [pusher])
        return duration
      },
      end() {},
    }),
  }
}

function subscribe(kind: string, channel: string): Workload {
  const name = `subscription_succeeded, ${kind}`
  return start(name, 'subscribe', (pusher) => subscribed(pusher, channel))
}

export const connectWorkloads: readonly Workload[] = [
  start('connected', 'connect', connected),
  subscribe('public', 'orders'),
  subscribe('private', 'private-orders'),
  subscribe('presence', 'presence-room'),
]
