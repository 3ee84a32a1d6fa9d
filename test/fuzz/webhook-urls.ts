import fc from 'fast-check'
import { type DeliverWebhooksOptions, deliverWebhooks } from '../../src/webhooks.ts'
import { Scene } from './bystander.ts'
import { mutated, text, value } from './garbage.ts'
import { withKeys } from './options.ts'
import { ownError } from './own-errors.ts'
import { type Target, target } from './target.ts'

const input = fc.record({
  url: fc.oneof(
    mutated(fc.constantFrom('http://localhost:3000/pusher/webhooks', 'https://[::1]/', 'ftp://a/')),
    text,
    value,
  ),
  key: text.filter((key) => key !== '' && key.isWellFormed()),
  options: fc.oneof(
    { weight: 3, arbitrary: fc.constant({ giveUpAfter: 0 }) },
    { weight: 1, arbitrary: withKeys(['retryDelay', 'giveUpAfter']) },
    { weight: 1, arbitrary: value },
  ),
  answer: fc.constantFrom<() => unknown>(
    () => new Response(),
    () => new Response(null, { status: 500 }),
    () => undefined,
    () => {
      throw new Error('unreachable')
    },
  ),
})

/** Where webhooks are posted, and how; what cannot be posted is given up, and all of it can be stopped. */
export const webhookUrls: Target = target('webhook URLs', 2_000, input, async (given, count) => {
  for (const { url, key, options, answer } of given) {
    const scene = new Scene({ key, webhookBatchInterval: 0 })
    try {
      const isObject = typeof options === 'object' && options !== null && !Array.isArray(options)
      const delivery = deliverWebhooks(scene.fake, url as string, {
        ...(isObject && { fetch: async () => answer() as Response }),
        ...(options as DeliverWebhooksOptions),
      })
      void scene.fake.connect().subscribe('hooked')
      await new Promise((resolve) => setImmediate(resolve))
      delivery.stop()
      await delivery.flush()
      count(delivery.failures.length > 0 ? 'given up' : 'accepted')
    } catch (error) {
      count(ownError(error))
    }
    scene.close()
  }
})
