import type { WebhookRequest } from '../server/webhooks/webhook-event.ts'

/** Posts a request to a receiver. */
export type WebhookFetch = (request: Request) => Promise<Response>

/** A request that nobody holds is collected, and Node's fetch hears of its signal no more. */
const underWay = new Set<Request>()

/**
 * Posts a webhook once. Nobody reads the answer's body, so that it is cancelled: else each one would hold its
 * connection.
 *
 * @param signal ends the attempt; its reason is then the answer
 * @returns why it failed, undefined when it is delivered
 */
export async function postWebhook(
  fetch: WebhookFetch,
  url: string,
  webhook: WebhookRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ended = new Promise<string>((resolve) => {
    signal.addEventListener('abort', () => resolve(String(signal.reason)), { once: true })
  })
  // A fetch of the caller's own may not listen to the signal.
  return Promise.race([attempt(fetch, url, webhook, signal), ended])
}

async function attempt(
  fetch: WebhookFetch,
  url: string,
  webhook: WebhookRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  let request: Request | undefined
  try {
    request = requestFor(url, webhook, signal)
    underWay.add(request)
    const response = await fetch(request)
    void response.body?.cancel().catch(() => {})
    return problemOf(response)
  } catch (error) {
    // Node's fetch says no more than "fetch failed" itself.
    const cause = error instanceof Error && error.cause !== undefined ? ` (${error.cause})` : ''
    return `${error}${cause}`
  } finally {
    if (request !== undefined) underWay.delete(request)
  }
}

/** @throws TypeError for a key with letters beyond Latin-1, which fits in no header */
function requestFor(url: string, webhook: WebhookRequest, signal: AbortSignal): Request {
  const { rawBody: body, headers } = webhook
  const init: RequestInit = { method: 'POST', headers, body, redirect: 'manual' }
  try {
    return new Request(url, { ...init, signal })
  } catch {
    // A DOM in Node may bring an AbortSignal that the Request of Node does not take.
    return new Request(url, init)
  }
}

function problemOf(response: Response): string | undefined {
  const { ok, status, type, headers } = response
  if (ok) return undefined
  const target = headers.get('location')
  // In a page a redirect that is not followed shows nothing of itself.
  if (type === 'opaqueredirect') return 'a redirect, which is no 2xx and is not followed'
  return target === null
    ? `HTTP ${status}`
    : `HTTP ${status}, a redirect to ${target}, which is no 2xx and is not followed`
}
