import { classifyRequest } from '../protocol/pusher-request.ts'

/** Says that a request to Pusher is refused, and what to do about it. */
export function unanswered(method: string, url: string): string {
  const kind = classifyRequest(url)?.kind
  if (kind === 'sockjs') {
    return `pusher-js tried the transport sockjs (${url}), which cannot be served in a page: its library comes from the network. Enable ws, xhr_streaming or xhr_polling.`
  }
  return `Nothing answers ${method} ${url}, and it may not reach the live service.`
}
