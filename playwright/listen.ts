import { PusherFakeError } from '../src/errors/pusher-fake-error.ts'
import { isRecord } from '../src/protocol/json.ts'
import { isListOf, isPort, isString, type Rule, type Rules } from '../src/server/check-options.ts'
import type { WebhookTarget } from '../src/webhooks/webhook-target.ts'

/** `pusherFakeOptions.listen`: a real port for the backend, and for clients that are no page. */
export interface ListenOptions {
  /** Port of the first parallel worker; the others have the next ones. @default 6100 */
  port?: number
  /** URLs of the backend that webhooks are posted to, or `{ url, events }` for some types of events only. */
  webhooks?: readonly WebhookTarget[]
  /** Certificate and key in PEM; the port then takes TLS, as `wss:` and `https:` of a secure page want it. */
  tls?: { cert: string; key: string }
}

const PEM: Rule = ['a PEM text', isString, { required: true }]

export const LISTEN_RULES: Rules<ListenOptions> = {
  port: ['a port between 0 and 65535', isPort],
  webhooks: [
    'a list of URLs, or of { url, events }',
    isListOf((item) => isString(item) || isRecord(item)),
  ],
  tls: ['{ cert, key }, both PEM texts', isRecord, { inner: { cert: PEM, key: PEM } }],
}

/** @throws PusherFakeError that says how to have one */
export function noServer(): never {
  throw new PusherFakeError(
    'invalid_option',
    'pusherServer needs a port: test.use({ pusherFakeOptions: { listen: true } }).',
  )
}
