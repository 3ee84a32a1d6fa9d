import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { assertKnownOptions } from '../server/options.ts'
import type { WebhookFetch } from './post-webhook.ts'

/** How webhooks are posted, and for how long. */
export interface DeliverWebhooksOptions {
  /** @default globalThis.fetch, as it is when the delivery starts */
  readonly fetch?: WebhookFetch
  /** Milliseconds after which an attempt without an answer has failed, more than 0. @default 5000 */
  readonly attemptTimeout?: number
  /** Milliseconds before the first retry, more than 0; each further one waits twice as long. @default 1000 */
  readonly retryDelay?: number
  /** Milliseconds after which a request that keeps failing is given up. @default 300000, Pusher's 5 minutes */
  readonly giveUpAfter?: number
}

/** Options of a flush. */
export interface FlushOptions {
  /** Milliseconds, 0 or more. @default no bound: as long as the delivery's own options allow */
  readonly timeout?: number
}

const OPTION_NAMES: readonly (keyof DeliverWebhooksOptions)[] = [
  'fetch',
  'attemptTimeout',
  'retryDelay',
  'giveUpAfter',
]

/** @returns the URL in its normal form @throws PusherFakeError `invalid_option` */
export function checkWebhookUrl(url: unknown): string {
  const isText = typeof url === 'string' || url instanceof URL
  const parsed = isText && URL.canParse(url) ? new URL(url) : undefined
  const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:'
  if (parsed !== undefined && isHttp && !parsed.username && !parsed.password) return parsed.href
  throw new PusherFakeError(
    'invalid_option',
    `A webhook needs an absolute http(s) URL without credentials, got ${showValue(url)}. Write http://localhost:3000/pusher/webhooks.`,
  )
}

/** @throws PusherFakeError `invalid_option` */
export function checkDeliverOptions(
  options: DeliverWebhooksOptions,
): Required<DeliverWebhooksOptions> {
  assertKnownOptions(options, OPTION_NAMES)
  const { fetch = globalThis.fetch, attemptTimeout = 5_000 } = options
  const { retryDelay = 1_000, giveUpAfter = 300_000 } = options
  for (const [name, value] of Object.entries({ attemptTimeout, retryDelay })) {
    if (!(typeof value === 'number' && value > 0)) throw wrongDuration(name, 'more than 0', value)
  }
  assertNotNegative('giveUpAfter', giveUpAfter)
  return { fetch, attemptTimeout, retryDelay, giveUpAfter }
}

/** @throws PusherFakeError `invalid_option` */
export function checkFlushOptions(options: FlushOptions): number | undefined {
  assertKnownOptions(options, ['timeout'])
  if (options.timeout !== undefined) assertNotNegative('timeout', options.timeout)
  return options.timeout
}

function assertNotNegative(name: string, value: unknown): void {
  if (!(typeof value === 'number' && value >= 0)) throw wrongDuration(name, '0 or more', value)
}

function wrongDuration(name: string, expected: string, got: unknown): PusherFakeError {
  const message = `Option "${name}" must be ${expected} milliseconds, got ${showValue(got)}.`
  return new PusherFakeError('invalid_option', message)
}
