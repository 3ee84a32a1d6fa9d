import type { Workload } from '../measure.ts'
import { endClients, subscribers } from './clients.ts'

export const clientEvent: Workload = {
  name: 'client event to the other client',
  kind: 'client event',
  iterations: 5,
  start: async (service) => {
    const [ada, bob] = await subscribers(service, 2, ['private-chat'])
    if (ada === undefined || bob === undefined) throw new Error('Two clients were asked for')
    let done = () => {}
    bob.subscriptions[0]?.bind('client-typing', () => done())
    return {
      async iteration() {
        const heard = new Promise<void>((resolve) => {
          done = resolve
        })
        const started = performance.now()
        ada.subscriptions[0]?.trigger('client-typing', { typing: true })
        await heard
        return performance.now() - started
      },
      end: () => endClients(service, [ada.pusher, bob.pusher]),
    }
  },
}
