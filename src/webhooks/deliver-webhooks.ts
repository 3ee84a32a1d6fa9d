import type { PusherApp } from '../app/pusher-app.ts'
import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { systemClock } from '../server/clock.ts'
import { assertKnownOptions } from '../server/options.ts'
import type { WebhookRequest } from '../server/webhooks/webhook-event.ts'

/** How webhooks are posted, and for how long. */
export interface DeliverWebhooksOptions {
  /** @default globalThis.fetch, as it is when the delivery starts */
  readonly fetch?: (request: Request) => Promise<Response>
  /** Milliseconds before the first retry, more than 0; each further one waits twice as long. @default 1000 */
  readonly retryDelay?: number
  /** Milliseconds after which a request that keeps failing is given up. @default 300000, Pusher's 5 minutes */
  readonly giveUpAfter?: number
}

/** A request that was given up. */
export interface FailedWebhook {
  /** What was to be posted. */
  readonly request: WebhookRequest
  /** The last answer or error. */
  readonly reason: string
}

/** A delivery that is under way. */
export interface WebhookDelivery {
  /** What was given up, oldest first. */
  readonly failures: readonly FailedWebhook[]
  /** Resolves when everything that was recorded so far is delivered or given up. */
  flush(): Promise<void>
  /** Delivers nothing any more, retries included; what is under way is no failure. */
  stop(): void
}

const OPTION_NAMES: readonly (keyof DeliverWebhooksOptions)[] = [
  'fetch',
  'retryDelay',
  'giveUpAfter',
]

/**
 * Posts the fake's webhooks to an app, signed, one after the other in their order. Anything but 2xx is
 * tried again with a growing delay. Source: Pusher docs, server_api/webhooks.
 *
 * @throws PusherFakeError `invalid_option` when `url` is none, or for a wrong option
 */
export function deliverWebhooks(
  fake: PusherApp,
  url: string,
  options: DeliverWebhooksOptions = {},
): WebhookDelivery {
  assertOptions(url, options)
  const { fetch = globalThis.fetch, retryDelay = 1_000, giveUpAfter = 300_000 } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined))
  })
  const failures: FailedWebhook[] = []
  let queue: Promise<void> = Promise.resolve()

  const deliver = async (request: WebhookRequest): Promise<void> => {
    const { rawBody: body, headers } = request
    for (let delay = retryDelay, waited = 0; !signal.aborted; delay *= 2) {
      const attempt = post(fetch, () => new Request(url, { method: 'POST', headers, body }))
      const reason = await Promise.race([attempt, stopped])
      if (reason === undefined || signal.aborted) return
      if (waited + delay > giveUpAfter) {
        failures.push({ request, reason })
        fake.report({
          code: 'webhook_failed',
          message: `The webhook ${request.events.map(({ name }) => name).join(', ')} to ${url} was given up: ${reason}. Is the app there, and does it answer 2xx to a signature by the key and secret of the fake?`,
        })
        return
      }
      waited += delay
      await pause(delay, signal)
    }
  }
  const unsubscribe = fake.on('webhookRequest', (request) => {
    queue = queue.then(() => deliver(request))
  })
  return {
    failures,
    flush: () => queue,
    stop() {
      unsubscribe()
      stopping.abort()
    },
  }
}

/** @throws PusherFakeError `invalid_option` */
function assertOptions(url: string, options: DeliverWebhooksOptions): void {
  const isText = typeof url === 'string' || (url as unknown) instanceof URL
  const { protocol, username, password } = isText && URL.canParse(url) ? new URL(url) : {}
  if ((protocol !== 'http:' && protocol !== 'https:') || username || password) {
    throw new PusherFakeError(
      'invalid_option',
      `A webhook needs an absolute http(s) URL without credentials, got ${showValue(url)}. Write http://localhost:3000/pusher/webhooks.`,
    )
  }
  assertKnownOptions(options, OPTION_NAMES)
  const { retryDelay = 1, giveUpAfter = 0 } = options
  if (!(typeof retryDelay === 'number' && retryDelay > 0))
    throw wrongDuration('retryDelay', 'more than 0', retryDelay)
  if (!(typeof giveUpAfter === 'number' && giveUpAfter >= 0))
    throw wrongDuration('giveUpAfter', '0 or more', giveUpAfter)
}

function wrongDuration(name: string, expected: string, got: unknown): PusherFakeError {
  const message = `Option "${name}" must be ${expected} milliseconds, got ${showValue(got)}.`
  return new PusherFakeError('invalid_option', message)
}

/** @returns why it failed */
async function post(
  fetch: (request: Request) => Promise<Response>,
  makeRequest: () => Request,
): Promise<string | undefined> {
  try {
    // A key with letters beyond Latin-1 fits in no header.
    const response = await fetch(makeRequest())
    return response.ok ? undefined : `HTTP ${response.status}`
  } catch (error) {
    // Node's fetch says no more than "fetch failed" itself.
    const cause = error instanceof Error && error.cause !== undefined ? ` (${error.cause})` : ''
    return `${error}${cause}`
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = systemClock.setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      systemClock.clearTimeout(timer)
      resolve()
    })
  })
}
