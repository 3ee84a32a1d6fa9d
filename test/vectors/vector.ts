/** A JSON value in which operators such as `{ "$any": "string" }` may stand; README.md of the vectors says which. */
export type Template = unknown

/** Settings of the app that a vector needs; what is not named has Pusher's default, client events are on. */
export interface AppSettings {
  readonly clientEvents?: boolean
  readonly subscriptionCount?: boolean
  readonly watchlist?: boolean
  readonly authorizedConnections?: { readonly timeoutSeconds: number }
  readonly enabled?: boolean
  readonly tlsOnly?: boolean
  readonly activityTimeoutSeconds?: number
  readonly pongTimeoutSeconds?: number
  readonly limits?: Readonly<Record<string, number>>
}

export interface ConnectStep {
  readonly do: 'connect'
  readonly client: string
  readonly path?: string
  readonly query?: Readonly<Record<string, string | null>>
  readonly tls?: boolean
  readonly await?: boolean
}

export interface SubscribeStep {
  readonly do: 'subscribe'
  readonly client: string
  readonly channel: string
  readonly channel_data?: Template
  readonly await?: boolean
}

export interface SigninStep {
  readonly do: 'signin'
  readonly client: string
  readonly user_data: Template
  readonly await?: boolean
}

export interface SendStep {
  readonly do: 'send'
  readonly client: string
  readonly frame?: Template
  readonly text?: string
  readonly binary?: string
  readonly times?: number
}

export interface ExpectStep {
  readonly do: 'expect'
  readonly client: string
  readonly frames: readonly Template[]
  readonly order?: 'any'
}

export interface ExpectNothingStep {
  readonly do: 'expectNothing'
  readonly client: string
}

export interface ExpectCloseStep {
  readonly do: 'expectClose'
  readonly client: string
  readonly code: number
  readonly reason?: Template
  readonly mayPrecede?: readonly Template[]
}

export interface CloseStep {
  readonly do: 'close'
  readonly client: string
}

export interface RestStep {
  readonly do: 'rest'
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: Template
  readonly text?: string
  readonly auth?: RestAuth
  readonly expect: { readonly status: number; readonly body: Template }
}

/** What is wrong with a request's authentication; without it a request is signed as it should be. */
export interface RestAuth {
  readonly app_id?: string
  readonly secret?: string
  /** Seconds added to now. */
  readonly timestamp_offset?: number
  /** Parameters in place of the right ones, signed as well; null leaves one out. */
  readonly parameters?: Readonly<Record<string, string | null>>
}

export interface ExpectWebhooksStep {
  readonly do: 'expectWebhooks'
  readonly events: readonly Template[]
  readonly order?: 'any'
}

export type Step =
  | ConnectStep
  | SubscribeStep
  | SigninStep
  | SendStep
  | ExpectStep
  | ExpectNothingStep
  | ExpectCloseStep
  | CloseStep
  | RestStep
  | ExpectWebhooksStep

export type HostName = 'engine' | 'in-page' | 'playwright' | 'server' | 'live'

export interface Vector {
  readonly name: string
  readonly source: readonly string[]
  readonly basis: 'documented' | 'observed' | 'choice'
  readonly note?: string
  readonly app?: AppSettings
  /** Host to the cause for which the vector cannot run there. */
  readonly skip?: Readonly<Partial<Record<HostName, string>>>
  readonly steps: readonly Step[]
}

export interface VectorFile {
  readonly feature: string
  readonly vectors: readonly Vector[]
}
