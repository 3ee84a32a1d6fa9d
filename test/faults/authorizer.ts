import type { Options } from 'pusher-js'
import type { PusherFake } from 'pusher-js-fake'

/** A question of pusher-js to the app's authorization endpoint. */
export interface PendingAuthorization {
  readonly socketId: string
  readonly channelName: string
  /** Answers it, as the endpoint of the fake does. */
  answer(): void
}

/** An app's authorization endpoint that answers at once, or when the test says so. */
export interface Authorizer {
  /** For a client whose questions wait. */
  readonly options: Partial<Options>
  /** For a client whose questions are answered at once, for a user. */
  as(userId: string): Partial<Options>
  /** The questions so far, oldest first. */
  pending(): readonly PendingAuthorization[]
}

export function createAuthorizer(fake: PusherFake): Authorizer {
  const questions: PendingAuthorization[] = []
  const optionsFor = (userId: string, ask: (question: PendingAuthorization) => void) => ({
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax' as const,
      customHandler: (
        { socketId, channelName }: { socketId: string; channelName: string },
        callback: (error: Error | null, answer: { auth: string } | null) => void,
      ) => {
        const user = channelName.startsWith('presence-') ? { user: { id: userId } } : {}
        const answer = () => {
          callback(null, fake.authorizeChannel({ socketId, channelName, ...user }))
        }
        ask({ socketId, channelName, answer })
      },
    },
  })
  return {
    options: optionsFor('ada', (question) => questions.push(question)),
    as: (userId) => optionsFor(userId, ({ answer }) => answer()),
    pending: () => [...questions],
  }
}
