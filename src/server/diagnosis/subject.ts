/** What has not come about, for whoever looks for the cause. */
export type Subject =
  | { readonly kind: 'connection'; readonly virtual?: boolean }
  | {
      readonly kind: 'subscription'
      readonly channel: string
      readonly virtual?: boolean
      readonly userId?: string
    }
  | {
      readonly kind: 'client event'
      readonly channel: string
      readonly event: string
      readonly virtual?: boolean
    }
  | { readonly kind: 'member'; readonly channel: string; readonly userId: string }
  | { readonly kind: 'disconnection'; readonly virtual?: boolean }
  | { readonly kind: 'no subscriptions'; readonly virtual?: boolean }
  | { readonly kind: 'webhook'; readonly name: string; readonly channel?: string }
  /** A test that has failed, nobody knows at what. */
  | { readonly kind: 'test' }

/** A cause, and how likely it is beside others: 100 is as good as certain. */
export interface Cause {
  readonly likelihood: number
  readonly text: string
}
