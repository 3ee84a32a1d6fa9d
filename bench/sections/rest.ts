import { setupServer } from 'msw/node'
import PusherSdk from 'pusher'
import { createPusherFake } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { Bench } from 'tinybench'
import { signedRequest } from '../../test/support/signed-request.ts'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'

/** A trigger of server code, signature check included, by each way that it can come. */
await measurePart(async ({ rounds, time, warmUp }) => {
  const fake = createPusherFake({ logger: () => {} })
  const { appId, key, secret, cluster } = fake
  const server = await startPusherServer(fake)
  const live = new PusherSdk({ appId, key, secret, cluster })
  const local = new PusherSdk({ appId, key, secret, host: '127.0.0.1', port: `${server.port}` })
  const body = JSON.stringify({ name: 'created', channels: ['orders'], data: '{"id":1}' })
  // Signed once: what is measured is the check.
  const { url } = signedRequest(fake, '/events', { body })
  const msw = setupServer(...pusherHandlers(fake))

  const bench = new Bench({
    time: time * rounds,
    warmupTime: warmUp,
    retainSamples: true,
    throws: true,
  })
  const trigger = (sdk: PusherSdk) => () => sdk.trigger('orders', 'created', { id: 1 })
  bench
    .add('pusher-js-fake: SDK through MSW', trigger(live), {
      beforeAll: () => void msw.listen(),
      afterAll: () => msw.close(),
    })
    .add('pusher-js-fake: SDK over loopback', trigger(local))
    .add('pusher-js-fake: fake.fetch alone', async () => {
      const response = await fake.fetch(new Request(url, { method: 'POST', body }))
      if (response.status !== 200) throw new Error(await response.text())
    })
    .add('pusher-js-fake: fake.trigger', () => void fake.trigger('orders', 'created', { id: 1 }))
  await bench.run()
  await server.close()
  const measurements = bench.tasks.map(({ name, result }) =>
    summarize(name, result.state === 'completed' ? (result.latency.samples ?? []) : []),
  )
  return [{ workload: 'one REST trigger', unit: 'ms', measurements }]
})
