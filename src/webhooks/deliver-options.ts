import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import {
  type Check,
  checkOptions,
  FUNCTION,
  isListOf,
  isMoreThanZero,
  MILLISECONDS,
  type Rule,
  type Rules,
} from '../server/check-options.ts'
import { WEBHOOK_NAMES, type WebhookName } from '../server/webhooks/webhook-event.ts'
import type { WebhookFetch } from './post-webhook.ts'

/** How webhooks are posted, and for how long. */
export interface DeliverWebhooksOptions {
  /**
   * The types of events that this URL gets, as each URL in Pusher's dashboard has its own. A batch is posted
   * without the others, and not at all when it holds none of them.
   *
   * @default all
   */
  readonly events?: readonly WebhookName[]
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

const MORE_THAN_ZERO: Rule = ['more than 0 milliseconds', isMoreThanZero]

const isWebhookName: Check = (value) => WEBHOOK_NAMES.some((name) => name === value)

const DELIVER_RULES: Rules<DeliverWebhooksOptions> = {
  events: [
    `a list of at least one of ${WEBHOOK_NAMES.join(', ')}`,
    (value) => isListOf(isWebhookName)(value) && Array.isArray(value) && value.length > 0,
  ],
  fetch: FUNCTION,
  attemptTimeout: MORE_THAN_ZERO,
  retryDelay: MORE_THAN_ZERO,
  giveUpAfter: MILLISECONDS,
}

const FLUSH_RULES: Rules<FlushOptions> = { timeout: MILLISECONDS }

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
  checkOptions(options, DELIVER_RULES)
  const { fetch = globalThis.fetch, attemptTimeout = 5_000 } = options
  const { retryDelay = 1_000, giveUpAfter = 300_000 } = options
  const { events = WEBHOOK_NAMES } = options
  return { events, fetch, attemptTimeout, retryDelay, giveUpAfter }
}

/** @throws PusherFakeError `invalid_option` */
export function checkFlushOptions(options: FlushOptions): number | undefined {
  checkOptions(options, FLUSH_RULES, 'flush')
  return options.timeout
}
