import type { Browser, BrowserContext, Page } from '@playwright/test'
import { inTurn } from '../measure.ts'
import { measurePart } from '../part.ts'
import { summarize, type WorkloadResult } from '../result.ts'
import { launchChromium } from './launch-chromium.ts'
import { type RemotePeer, remotePeers } from './playwright-peers.ts'
import { openPage, type RemoteWorkload, remoteWorkloads, type Stage } from './remote-workloads.ts'
import { servePage } from './serve-page.ts'

interface Played {
  readonly peer: RemotePeer
  readonly stage: Stage
}

/** Peers take turns event by event, each with pages of its own. */
await measurePart(async (effort) => {
  const browser = await launchChromium()
  const site = await servePage('remote-page.ts')
  const played = await Promise.all(
    remotePeers.map(async (peer) => ({ peer, stage: await open(browser, peer, site.url) })),
  )
  const results: WorkloadResult[] = []
  for (const workload of remoteWorkloads(effort)) {
    const able = played.filter(({ peer }) => (workload.only ?? peer.name) === peer.name)
    results.push(...(await play(workload, able)))
  }
  for (const { stage } of played) {
    await stage.context.close()
    await stage.service.close()
  }
  await browser.close()
  site.close()
  return results
})

async function play(
  workload: RemoteWorkload,
  played: readonly Played[],
): Promise<WorkloadResult[]> {
  const samples = new Map<RemotePeer, (readonly number[])[]>(played.map(({ peer }) => [peer, []]))
  for (const { stage } of played) await (workload.warmUp ?? workload.run)(stage)
  for (let turn = 0; turn < workload.iterations; turn += 1) {
    for (const { peer, stage } of inTurn(played, turn)) {
      samples.get(peer)?.push(await workload.run(stage))
    }
  }
  const { rows, unit, units } = workload
  return rows.map((name, row) => ({
    workload: name,
    unit,
    measurements: Array.from(samples, ([peer, taken]) =>
      summarize(
        peer.name,
        taken.map((figures) => figures[row] ?? Number.NaN),
        units,
      ),
    ),
  }))
}

async function open(browser: Browser, peer: RemotePeer, url: string): Promise<Stage> {
  const context = await browser.newContext()
  const service = await peer.serve(context)
  const [ada, bob] = [await context.newPage(), await context.newPage()]
  const calls = countCalls(context, ada)
  await Promise.all([openPage(ada, url, service), openPage(bob, url, service)])
  return { service, context, ada, bob, calls }
}

/** The fake calls by a protocol session of its own, which it opens when the page loads. */
function countCalls(context: BrowserContext, page: Page): () => number {
  let calls = 0
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
  return () => calls
}
