import { createPusherFake } from 'pusher-js-fake'
import { attachPusherFake } from 'pusher-js-fake/playwright'
import { launchChromium } from '../environments/launch-chromium.ts'
import { servePage } from '../environments/serve-page.ts'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'

/** The page's script, which is its global `bench`. */
declare const bench: typeof import('../environments/remote-page.ts')

const CHANNEL = 'private-orders'
const ROWS = 2_000

/**
 * An event of the test and the page's answer to it, while Playwright takes a trace and while it does not. No call
 * of the bench is under way meanwhile, of which the trace would take snapshots.
 */
await measurePart(async ({ rounds, repeats }) => {
  const browser = await launchChromium()
  const site = await servePage('remote-page.ts')
  const fake = createPusherFake({ limits: { clientEventsPerSecond: 1_000_000 } })
  const context = await browser.newContext()
  await attachPusherFake(context, fake)
  const page = await context.newPage()
  await page.goto(site.url)
  await page.evaluate(
    async ([channel, rows]) => {
      document.body.innerHTML = '<p>A row.</p>'.repeat(rows)
      await bench.subscribe({}, channel)
      bench.answer(channel, 'ask', 'client-answer')
    },
    [CHANNEL, ROWS] as const,
  )
  const ask = async () => {
    const started = performance.now()
    const answered = new Promise<void>((resolve) => {
      const stop = fake.on('clientEvent', () => {
        stop()
        resolve()
      })
    })
    fake.trigger(CHANNEL, 'ask', {})
    await answered
    return performance.now() - started
  }
  const samples = { plain: [] as number[], traced: [] as number[] }
  // In the first round what is done for the first time is compiled.
  for (let round = 0; round <= rounds; round += 1) {
    for (const kind of ['plain', 'traced'] as const) {
      if (kind === 'traced') await context.tracing.start({ snapshots: true, screenshots: true })
      for (let count = 0; count < 10 * repeats; count += 1) {
        const duration = await ask()
        if (round > 0) samples[kind].push(duration)
      }
      if (kind === 'traced') await context.tracing.stop()
    }
  }
  await browser.close()
  site.close()
  return [
    {
      workload: `an event and its answer, page of ${ROWS.toLocaleString('en')} rows`,
      unit: 'ms',
      measurements: [
        summarize('pusher-js-fake', samples.plain),
        summarize('pusher-js-fake, traced', samples.traced),
      ],
    },
  ]
})
