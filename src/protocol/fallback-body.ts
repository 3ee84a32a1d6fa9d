// What a service answers over xhr_streaming and xhr_polling, a line for each: that the connection is open, frames, its
// end, and `h` for alive, which pusher-js does without. Source: pusher-js core/http/http_socket.ts.

export const OPENED = 'o\n'

/** What answers the question whether the service is there. */
export const NO_FRAMES = 'a[]\n'

export function framesChunk(frames: readonly string[]): string {
  return `a${JSON.stringify(frames)}\n`
}

export function closedChunk(code: number, reason: string): string {
  return `c${JSON.stringify([code, reason])}\n`
}

const FRAMES = /^a(\[.*\])$/gm

/** The frames in such an answer. */
export function framesOfFallbackBody(body: string): string[] {
  return [...body.matchAll(FRAMES)].flatMap(([, list = '']) => framesOfFallbackSend(list))
}

/** The frames in what a client posts to xhr_send: a JSON list of texts. */
export function framesOfFallbackSend(body: string): string[] {
  const list = listIn(body)
  return list.filter((frame) => typeof frame === 'string')
}

/** Of what is nested in it nothing is kept, however deep it is. */
function listIn(body: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(body)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
