/** A response with one of these has no body. */
const MUST_BE_EMPTY: ReadonlySet<number> = new Set([204, 205, 304])

/** What a fault lets an endpoint answer. */
export function failureResponse(status: number, text: string): Response {
  return new Response(MUST_BE_EMPTY.has(status) ? null : text, { status })
}
