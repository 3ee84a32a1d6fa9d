import type { BrowserContext, Page } from '@playwright/test'
import type { Effort } from '../measure.ts'
import type { WorkloadResult } from '../result.ts'
import { DATA, EVENT } from '../sample-event.ts'
import type { RemoteService } from './playwright-peers.ts'

/** The page's script, which is its global `bench`. */
declare const bench: typeof import('./remote-page.ts')

const CHANNEL = 'private-orders'

/** One peer with two pages of one context, of which each has a client that is subscribed. */
export interface Stage {
  readonly service: RemoteService
  readonly context: BrowserContext
  readonly ada: Page
  readonly bob: Page
  /** Calls of the fake into the page that receives, so far. */
  readonly calls: () => number
}

export interface RemoteWorkload {
  /** The names of what one iteration measures. */
  readonly rows: readonly string[]
  readonly unit: WorkloadResult['unit']
  /** Units in one sample. */
  readonly units: number
  readonly iterations: number
  /** The one peer that does it. */
  readonly only?: string
  /** For what is compiled as it is done for the first time. @default one iteration */
  warmUp?(stage: Stage): Promise<unknown>
  /** One iteration. @returns a figure for each row */
  run(stage: Stage): Promise<readonly number[]>
}

export function remoteWorkloads({ repeats, shrink }: Effort): readonly RemoteWorkload[] {
  const burst = 1_000 / shrink
  const events = `${burst.toLocaleString('en')} events`
  const one = { unit: 'ms', units: 1 } as const
  return [
    {
      ...one,
      rows: [
        'new page, new Pusher() to connected',
        'new page, new Pusher() to subscription_succeeded',
      ],
      iterations: repeats,
      run: subscribeInNewPage,
    },
    {
      ...one,
      rows: ['warm page, new Pusher() to connected'],
      iterations: 5 * repeats,
      run: async ({ bob, service }) => [
        await bob.evaluate((options) => bench.connect(options), service.options),
      ],
    },
    {
      ...one,
      rows: ['one event, test to callback and back'],
      iterations: 10 * repeats,
      run: async (stage) => [await burstOf(stage, 1)],
    },
    {
      rows: [`${events}, test to callback`],
      unit: 'ms',
      units: burst,
      iterations: Math.ceil(repeats / 2),
      warmUp: (stage) => burstOf(stage, burst / 10),
      run: async (stage) => [await burstOf(stage, burst)],
    },
    {
      rows: [`calls of the page for ${events}`],
      unit: 'calls',
      units: 1,
      iterations: 1,
      // Playwright's own way calls once for each message, where it cannot be counted.
      only: 'pusher-js-fake',
      async warmUp() {},
      async run(stage) {
        const before = stage.calls()
        await burstOf(stage, burst)
        return [stage.calls() - before]
      },
    },
    {
      ...one,
      rows: ['client event, page to page'],
      iterations: 10 * repeats,
      run: async (stage) => [await clientEvent(stage)],
    },
  ]
}

/** A page whose client is subscribed to the channel of all workloads. */
export async function openPage(page: Page, url: string, { options }: RemoteService): Promise<void> {
  await page.goto(url)
  await page.evaluate(([given, name]) => bench.subscribe(given, name), [options, CHANNEL] as const)
}

async function subscribeInNewPage({ context, ada, service }: Stage): Promise<readonly number[]> {
  const page = await context.newPage()
  await page.goto(ada.url())
  const { connected, subscribed } = await page.evaluate(
    (options) => bench.subscribe(options, 'orders'),
    service.options,
  )
  await page.close()
  return [connected, subscribed]
}

async function burstOf({ ada, service }: Stage, count: number): Promise<number> {
  const received = receive(ada, EVENT, count)
  await ada.evaluate(() => {}) // The listener stands once a later call has been answered.
  const started = performance.now()
  for (let event = 0; event < count; event += 1) service.trigger(CHANNEL, EVENT, DATA)
  await received
  return performance.now() - started
}

async function clientEvent({ ada, bob }: Stage): Promise<number> {
  const received = receive(bob, 'client-typing', 1)
  await bob.evaluate(() => {})
  const started = performance.now()
  const sent = ada.evaluate((channel) => bench.send(channel, 'client-typing'), CHANNEL)
  await received
  const duration = performance.now() - started
  await sent
  return duration
}

function receive(page: Page, event: string, count: number): Promise<void> {
  return page.evaluate((args) => bench.receive(...args), [CHANNEL, event, count] as const)
}
