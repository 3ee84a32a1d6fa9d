import type Pusher from 'pusher-js'
import type { Workload } from '../measure.ts'
import type { Service } from '../peers/peer.ts'
import { DATA, EVENT } from '../sample-event.ts'
import { endClients, subscribers } from './clients.ts'

interface Delivery {
  readonly clients: number
  readonly channels: number
  /** Events to each channel. */
  readonly events: number
  /** How often in one iteration, each after the one before has arrived. @default 1 */
  readonly repeats?: number
}

/** Triggers to callbacks, and says when all have been called. */
function delivery(name: string, work: Delivery): Workload {
  const { clients, channels, events, repeats = 1 } = work
  const names = Array.from({ length: channels }, (_, index) => `orders-${index}`)
  const deliveries = clients * channels * events
  return {
    name,
    kind: 'events',
    units: deliveries * repeats,
    start: (service) => startDelivery(service, names, { ...work, repeats }),
  }
}

async function startDelivery(
  service: Service,
  names: readonly string[],
  { clients, events, repeats }: Required<Delivery>,
) {
  const deliveries = clients * names.length * events
  const subscribed = await subscribers(service, clients, names)
  let received = 0
  let done = () => {}
  const count = () => {
    received += 1
    if (received === deliveries) done()
  }
  for (const { subscriptions } of subscribed) {
    for (const subscription of subscriptions) subscription.bind(EVENT, count)
  }
  return {
    async iteration() {
      const started = performance.now()
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        received = 0
        for (let event = 0; event < events; event += 1) {
          for (const name of names) service.trigger(name, EVENT, DATA)
        }
        if (received < deliveries) {
          await new Promise<void>((resolve) => {
            done = resolve
          })
        }
      }
      return performance.now() - started
    },
    end() {
      const pushers: Pusher[] = subscribed.map(({ pusher }) => pusher)
      endClients(service, pushers)
    },
  }
}

/** @param many how many clients subscribe; other numbers go with it */
export function eventWorkloads(many: number): readonly [Workload, ...Workload[]] {
  const side = Math.round(Math.sqrt(10 * many))
  const figure = (value: number) => value.toLocaleString('en')
  return [
    delivery('trigger to callback, one event', {
      clients: 1,
      channels: 1,
      events: 1,
      repeats: 100,
    }),
    delivery(`${figure(10 * many)} events to one subscriber`, {
      clients: 1,
      channels: 1,
      events: 10 * many,
    }),
    delivery(`one event to ${figure(many)} subscribers`, {
      clients: many,
      channels: 1,
      events: 1,
    }),
    delivery(`${side} channels x ${side} subscribers`, {
      clients: side,
      channels: side,
      events: 1,
    }),
  ]
}
