import type { Backend } from '../auth/backend.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'

/** A claim on requests of a realm, by their absolute URLs. */
export interface RequestClaim {
  owns(url: string): boolean
  /** Whether it answers what nobody owns. */
  accepts(url: string): boolean
}

/** Of several who claim requests the one that answers this one: the newest that owns it. */
export function claimant<Claim extends RequestClaim>(
  claims: readonly Claim[],
  url: string,
): Claim | undefined {
  return (
    claims.findLast((claim) => claim.owns(url)) ?? claims.findLast((claim) => claim.accepts(url))
  )
}

/** What can be cut from outside, when its fake is uninstalled. */
export interface Cuttable {
  cut(): void
}

/** A client's dial, known to whom it is meant before its socket has come about. */
export interface Call {
  /** Lets the socket in. */
  accept(link: Link): LinkInput
  /** Runs what the client's handlers do, where somebody wants to know whose they are. */
  readonly run?: ((handlers: () => void) => void) | undefined
  /** The socket, or what stands for it, comes about. */
  began?(socket: Cuttable): void
  /** It is over, perhaps before it was let in. */
  ended?(socket: Cuttable): void
}

/** Who answers what the clients of a realm ask of Pusher. */
export interface PageService {
  /** Whether a client that dials `url` is its own; what nobody owns goes to the newest service. */
  owns(url: ConnectionUrl): boolean
  /** The constructor of a client's socket threw; without it who sees the realm keeps it until it is asked. */
  failed?(url: string, error: string): void
  /** A client dials; called at once, so that it can be known on whose behalf. */
  dial(url: ConnectionUrl): Call
}

/** Who answers the requests of a realm, but for those of pusher-js's fallback. */
export interface PageRequests {
  /** Whether it has an answer to requests to this URL. */
  answers(url: string): boolean
  /**
   * @param backend who would answer without a fake
   * @returns undefined when nobody answers it
   */
  handle(request: Request, backend?: Backend): Promise<Response | undefined>
  /** Tells the author of a request that may not leave. */
  refused(message: string): void
}
