import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'
import { report } from '../child.ts'
import { type Effort, inTurn } from '../measure.ts'
import { summarize, type WorkloadResult } from '../result.ts'
import { type RemotePeer, type RemoteService, remotePeers } from './playwright-peers.ts'
import { servePage } from './serve-page.ts'

type PageSide = typeof import('./remote-page.ts')

/** Calls of the fake into the page that receives. */
let calls = 0

const CHANNEL = 'private-orders'
const EVENT = 'created'
const DATA = { id: 1, name: 'Ada', items: ['tea', 'milk'], total: 12.5 }

/** One peer with two pages of one context. */
interface Stage {
  readonly service: RemoteService
  readonly context: BrowserContext
  readonly ada: Page
  readonly bob: Page
}

interface Played {
  readonly peer: RemotePeer
  readonly stage: Stage
}

interface RemoteWorkload {
  readonly name: string
  readonly unit: WorkloadResult['unit']
  /** Units in one sample. */
  readonly units: number
  readonly iterations: number
  readonly only?: string
  run(stage: Stage): Promise<number>
}

function workloads(effort: Effort): readonly RemoteWorkload[] {
  const burst = 10_000 / effort.shrink
  const some = { 1: 10, 10: 3 }[effort.shrink] ?? 1
  const connects = { unit: 'ms', units: 1, iterations: some } as const
  return [
    {
      ...connects,
      name: 'new page, new Pusher() to connected',
      run: (stage) => inNewPage(stage, (page) => page.evaluate(connect, stage.service.options)),
    },
    {
      ...connects,
      name: 'new page, new Pusher() to subscription_succeeded',
      run: (stage) => inNewPage(stage, (page) => subscribeIn(page, stage.service, 'orders')),
    },
    {
      ...connects,
      name: 'warm page, new Pusher() to connected',
      run: ({ bob, service }) => bob.evaluate(connect, service.options),
    },
    {
      name: 'one event, test to callback and back',
      unit: 'ms',
      units: 1,
      iterations: 10 * some,
      run: (stage) => burstOf(stage, 1),
    },
    {
      name: `${burst.toLocaleString('en')} events, test to callback`,
      unit: 'ms',
      units: burst,
      iterations: Math.ceil(some / 2),
      run: (stage) => burstOf(stage, burst),
    },
    {
      name: `calls of the page for ${burst.toLocaleString('en')} events`,
      unit: 'calls',
      units: 1,
      iterations: 1,
      // Playwright's own way calls once for each message, where it cannot be counted.
      only: 'pusher-js-fake',
      async run(stage) {
        const before = calls
        await burstOf(stage, burst)
        return calls - before
      },
    },
    {
      name: 'client event, page to page',
      unit: 'ms',
      units: 1,
      iterations: 10 * some,
      run: clientEvent,
    },
  ]
}

await report(async (effort) => {
  const { executablePath, args } = await findChromium()
  const browser = await chromium.launch({ executablePath, args: [...args] })
  const site = await servePage('remote-page.ts')
  const plan = workloads(effort)
  const samples = new Map<string, number[]>()
  const take = async ({ name, run, only }: RemoteWorkload, { peer, stage }: Played) => {
    if ((only ?? peer.name) !== peer.name) return
    const key = `${peer.name} ${name}`
    const taken = samples.get(key) ?? []
    samples.set(key, taken)
    taken.push(await run(stage))
  }
  for (let round = 0; round < Math.ceil(effort.rounds / 3); round += 1) {
    const played: Played[] = []
    for (const peer of remotePeers)
      played.push({ peer, stage: await open(browser, peer, site.url) })
    for (const workload of plan) {
      // What is done for the first time in a process is compiled meanwhile.
      if (round === 0) for (const { stage } of played) await workload.run(stage)
      for (let turn = 0; turn < workload.iterations; turn += 1) {
        for (const each of inTurn(played, turn)) await take(workload, each)
      }
    }
    for (const { stage } of played) {
      await stage.context.close()
      await stage.service.close()
    }
  }
  await browser.close()
  site.close()
  return plan.map(({ name, unit, units }) => ({
    workload: name,
    unit,
    measurements: remotePeers.flatMap((peer) => {
      const taken = samples.get(`${peer.name} ${name}`)
      return taken === undefined ? [] : [summarize(peer.name, taken, units)]
    }),
  }))
})

async function open(browser: Browser, peer: RemotePeer, url: string): Promise<Stage> {
  const context = await browser.newContext()
  const service = await peer.serve(context)
  const [ada, bob] = [await context.newPage(), await context.newPage()]
  countCalls(context, ada)
  for (const page of [ada, bob]) {
    await page.goto(url)
    await subscribeIn(page, service, CHANNEL)
  }
  return { service, context, ada, bob }
}

function connect(options: RemoteService['options']): Promise<number> {
  return (globalThis as unknown as { bench: PageSide }).bench.connect(options)
}

function subscribeIn(page: Page, { options }: RemoteService, channel: string): Promise<number> {
  return page.evaluate(
    ([given, name]) => (globalThis as unknown as { bench: PageSide }).bench.subscribe(given, name),
    [options, channel] as const,
  )
}

async function inNewPage(
  { context, ada }: Stage,
  measure: (page: Page) => Promise<number>,
): Promise<number> {
  const page = await context.newPage()
  await page.goto(ada.url())
  const duration = await measure(page)
  await page.close()
  return duration
}

function receive(page: Page, event: string, count: number): Promise<void> {
  return page.evaluate(
    (args) => (globalThis as unknown as { bench: PageSide }).bench.receive(...args),
    [CHANNEL, event, count] as [string, string, number],
  )
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
  const sent = ada.evaluate(
    (channel) =>
      (globalThis as unknown as { bench: PageSide }).bench.send(channel, 'client-typing'),
    CHANNEL,
  )
  await received
  const duration = performance.now() - started
  await sent
  return duration
}

/** The fake calls by a protocol session of its own, which it opens when the page loads. */
function countCalls(context: BrowserContext, page: Page): void {
  const { newCDPSession } = context
  context.newCDPSession = async (target) => {
    const session = await newCDPSession.call(context, target)
    const { send } = session
    if (target !== page) return session
    session.send = ((...args: Parameters<typeof send>) => {
      calls += 1
      return send.apply(session, args)
    }) as typeof send
    return session
  }
}
