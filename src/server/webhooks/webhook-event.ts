/** One event of a webhook, with the wire's field names. Source: Pusher docs, server_api/webhooks. */
export type WebhookEvent =
  | {
      readonly name: 'channel_occupied' | 'channel_vacated' | 'cache_miss'
      readonly channel: string
    }
  | {
      readonly name: 'member_added' | 'member_removed'
      readonly channel: string
      readonly user_id: string
    }
  | {
      readonly name: 'client_event'
      readonly channel: string
      readonly event: string
      /** JSON text. */
      readonly data: string
      readonly socket_id: string
      readonly user_id?: string
    }
  | {
      readonly name: 'subscription_count'
      readonly channel: string
      readonly subscription_count: number
    }

/** What is reported when a channel or a member goes. */
export type LeavingWebhook =
  | { readonly name: 'channel_vacated'; readonly channel: string }
  | { readonly name: 'member_removed'; readonly channel: string; readonly user_id: string }

/** The events that webhooks report. */
export type WebhookName = WebhookEvent['name']

const NAMES: Readonly<Record<WebhookName, true>> = {
  channel_occupied: true,
  channel_vacated: true,
  member_added: true,
  member_removed: true,
  client_event: true,
  cache_miss: true,
  subscription_count: true,
}

/** All of them. */
export const WEBHOOK_NAMES: readonly WebhookName[] = Object.keys(NAMES) as WebhookName[]

/**
 * One POST to the app's webhook URL. It has the shape that `pusher.webhook(request)` of the server SDK
 * takes. Source: Pusher docs, server_api/webhooks.
 */
export interface WebhookRequest {
  /** Content type, key and signature. */
  readonly headers: {
    readonly 'content-type': 'application/json'
    readonly 'x-pusher-key': string
    readonly 'x-pusher-signature': string
  }
  /** The body as it was signed. */
  readonly rawBody: string
  /** What the body holds. */
  readonly events: readonly WebhookEvent[]
}
