import { parseJson } from './json.ts'

const FRAMES = /^a(\[.*\])$/gm

/**
 * The frames in what a service answers over xhr_streaming or xhr_polling: a line each, `o` for open, `h` for
 * alive, `a[…]` for frames, `c[code, reason]` for the end. Source: pusher-js core/http/http_socket.ts.
 */
export function framesOfFallbackBody(body: string): string[] {
  return [...body.matchAll(FRAMES)].flatMap(([, list = '']) => framesOfFallbackSend(list))
}

/** The frames in what a client posts to xhr_send: a JSON list of texts. */
export function framesOfFallbackSend(body: string): string[] {
  const parsed = parseJson(body)
  const list: unknown[] = parsed.ok && Array.isArray(parsed.value) ? parsed.value : []
  return list.filter((frame) => typeof frame === 'string')
}
