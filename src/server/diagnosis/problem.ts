/** What a problem is about. */
export type ProblemKind =
  /** The service, or a backend, has said no. */
  | 'refused'
  /** It was meant for Pusher, and no door takes it. */
  | 'unhandled'
  /** An event that nobody got, or that nobody listens to. */
  | 'unheard'
  /** Somebody was asked, and has not answered. */
  | 'unanswered'
  /** What went over the wire is not what was agreed on. */
  | 'contract'

/** What kind of thing has gone wrong, stable; each has its section in docs/troubleshooting.md. */
export type ProblemCode =
  | 'unknown_app_key'
  | 'other_app_key'
  | 'connection_refused'
  | 'invalid_frame'
  | 'subscription_refused'
  | 'invalid_signature'
  | 'client_event_refused'
  | 'signin_refused'
  | 'rest_refused'
  | 'auth_refused'
  | 'auth_unanswered'
  | 'unhandled_request'
  | 'socket_failed'
  | 'unheard_event'
  | 'no_receiver'
  | 'replay_refused'
  | 'routed_elsewhere'
  | 'script_mismatch'
  | 'webhook_failed'
  | 'timeout'
  | 'contract'
  | 'invalid_schema'

/** What is said of a problem by who sees it. */
export interface ProblemReport {
  readonly code: ProblemCode
  /** What happened, and why. */
  readonly message: string
  /** Where more is known than its code tells. */
  readonly cause?: string
  /** Where more is known than its code tells. */
  readonly write?: string
  readonly socketId?: string
  readonly channel?: string
}

/** Something that the author of a test should know. */
export interface Problem extends ProblemReport {
  readonly kind: ProblemKind
  /** Its page and section, below the documentation's root. */
  readonly docs: string
  /** Why that usually happens. */
  readonly cause: string
  /** What to write instead. */
  readonly write: string
}

type Advice = Pick<Problem, 'kind' | 'cause' | 'write'>

const advice = (kind: ProblemKind, cause: string, write: string): Advice => ({ kind, cause, write })

const ADVICE: Readonly<Record<ProblemCode, Advice>> = {
  unknown_app_key: advice(
    'refused',
    'The fake has its default key, and the app has one of its own.',
    "Give the fake the app's key: { key: '…' }",
  ),
  other_app_key: advice(
    'unanswered',
    'The app made its client once, with a key that this test does not name.',
    "Give the fake of every test the app's key: { key: '…' }",
  ),
  connection_refused: advice(
    'refused',
    'An option of the fake asked for it, or the client speaks another protocol.',
    "The option's other value: enabled, tlsOnly, limits.connections, authorizedConnections",
  ),
  invalid_frame: advice(
    'refused',
    'A client of your own: pusher-js sends no such frame.',
    'A JSON object with a string "event", in a text frame',
  ),
  subscription_refused: advice(
    'refused',
    'An invalid name, a second subscription, or an endpoint that leaves out channel_data.',
    'What the message says; an endpoint of a presence channel answers channel_data as well',
  ),
  invalid_signature: advice(
    'refused',
    'The backend signs with another key or secret, or signs other channel_data than it sends.',
    "Give the backend the fake's own: const { key, secret } = fake",
  ),
  client_event_refused: advice(
    'refused',
    'A public channel, or a client that is not subscribed yet.',
    "channel.bind('pusher:subscription_succeeded', () => channel.trigger('client-…', {})), on a private or presence channel",
  ),
  signin_refused: advice(
    'refused',
    'The user authentication endpoint signs with another secret, or answers user_data without an id.',
    'What authenticateUser of the server SDK, or fake.authenticateUser, answers',
  ),
  rest_refused: advice(
    'refused',
    'Another app id, key or secret than the fake has, or data over a limit.',
    "The SDK's options from the fake: const { appId, key, secret, cluster } = fake",
  ),
  auth_refused: advice(
    'refused',
    'Nobody has told the fake who asks, or who was asked has said no.',
    "user: { id: 'ada' } beside the other options of the fake",
  ),
  auth_unanswered: advice(
    'unanswered',
    'The fake answers /pusher/auth and /broadcasting/auth; the app asks elsewhere, and nobody is there.',
    "authEndpoint: '…' beside the other options of the fake, as in the app's configuration",
  ),
  unhandled_request: advice(
    'unhandled',
    'It was made where no door of the fake is: by a worker, another copy of pusher-js, or a server SDK.',
    'listen for workers, { Pusher } for the Node build, pusherHandlers for the SDK; else a route of your own',
  ),
  socket_failed: advice(
    'unhandled',
    'A setting of the app is empty or a placeholder, so that its URL is none. pusher-js says nothing of it.',
    "cluster: 'mt1', or the fake's own options: new Pusher(...fake.pusherOptions())",
  ),
  unheard_event: advice(
    'unheard',
    'The listener has another name, is on another channel, or was bound later.',
    "channel.bind('…', listener), with the very name that is triggered",
  ),
  no_receiver: advice(
    'unheard',
    'It was triggered before the app had subscribed, or the app subscribes to another channel.',
    "await fake.waitForSubscription('…') before the trigger",
  ),
  replay_refused: advice(
    'refused',
    'The app asks for something else than it did when the session was recorded.',
    'A recording of the app as it is now',
  ),
  routed_elsewhere: advice(
    'unhandled',
    "A handler for every URL ('**') that answers Pusher's socket too, or a mock from before the fake.",
    "connectToServer() in the handler, or a pattern that leaves Pusher's URLs out",
  ),
  script_mismatch: advice(
    'unhandled',
    'The page asks a CDN for another version than the project has installed.',
    'The version that the page asks for, as a dev dependency; pages in tests without integrity',
  ),
  webhook_failed: advice(
    'unanswered',
    'The app is not up at that URL, hangs, or does not accept the signature.',
    "The app's key and secret in the fake, and the URL that answers itself",
  ),
  timeout: advice(
    'unanswered',
    'What goes out at the end of a test did not end in time.',
    'An end to what is still running when the test is over',
  ),
  contract: advice(
    'contract',
    'Whoever sends the event has changed, or the schema has not followed.',
    'Data as the option events says, or the schema that is meant',
  ),
  invalid_schema: advice(
    'contract',
    'A validator that throws, or answers something else than a result.',
    'A Standard Schema, such as zod, valibot and arktype make',
  ),
}

export function problemOf(report: ProblemReport): Problem {
  return { ...ADVICE[report.code], docs: `troubleshooting#${report.code}`, ...report }
}
