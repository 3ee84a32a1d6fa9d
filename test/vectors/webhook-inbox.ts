import { differences, ofSets } from './differences.ts'
import { Queue } from './queue.ts'
import type { WebhookPost } from './service.ts'
import { type Credentials, hmacHex } from './signatures.ts'

const MINUTE = 60_000

/** The webhook events that concern one run of a vector: those that name its token. */
export class WebhookInbox {
  readonly #events = new Queue<unknown>()
  readonly #problems: string[] = []
  readonly #credentials: Credentials
  readonly #run: string

  constructor(credentials: Credentials, run: string) {
    this.#credentials = credentials
    this.#run = run
  }

  readonly receive = (post: WebhookPost): void => {
    if (!post.body.includes(this.#run)) return
    this.#problems.push(...this.#envelopeProblems(post))
    const { events } = JSON.parse(post.body) as { events: readonly unknown[] }
    for (const event of events) {
      if (JSON.stringify(event).includes(this.#run)) this.#events.push(event)
    }
  }

  async expect(expected: readonly unknown[], anyOrder: boolean, patience: number): Promise<void> {
    const events: unknown[] = []
    for (const item of expected) {
      const event = await this.#events.take(patience)
      if (event === undefined) throw new Error(`No webhook came, expected ${JSON.stringify(item)}`)
      events.push(event)
    }
    const found = anyOrder
      ? ofSets(expected, events, 'the webhooks')
      : differences(expected, events, 'the webhooks')
    if (found.length + this.#problems.length > 0) {
      throw new Error([...found, ...this.#problems].join('; '))
    }
  }

  assertNothingLeft(): void {
    const left = this.#events.waiting
    if (left.length > 0) throw new Error(`Webhooks that no step expected: ${JSON.stringify(left)}`)
  }

  /** Source: Pusher docs, server_api/webhooks, "Webhook format" and "Authentication". */
  #envelopeProblems({ headers, body }: WebhookPost): string[] {
    const { key, secret } = this.#credentials
    const expected = {
      'content-type': 'application/json',
      'x-pusher-key': key,
      'x-pusher-signature': hmacHex(secret, body),
    }
    const envelope = { time_ms: { $any: 'integer' }, events: { $any: 'array' } }
    const decoded: unknown = JSON.parse(body)
    const age = Date.now() - Number((decoded as { time_ms?: unknown }).time_ms)
    return [
      ...differences({ $includes: expected }, headers, 'the headers of a webhook'),
      ...differences(envelope, decoded, 'the body of a webhook'),
      ...(Math.abs(age) > MINUTE ? [`time_ms is ${age} ms ago`] : []),
    ]
  }
}
