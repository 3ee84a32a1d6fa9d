/** The answers of Pusher's REST API: JSON when it went well, one line of text when not. */
export function jsonResponse(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status: 200,
    headers: { 'content-type': 'application/json' },
  })
}

/** As the endpoints of old answered: no information. Source: Pusher docs, rest-api-deprecated. */
export function acceptedResponse(): Response {
  return new Response('', { status: 202, headers: { 'content-type': 'text/plain' } })
}

/** Source: quotes of the live service end in a newline (pusher-js#727). */
export function errorResponse(status: number, message: string): Response {
  return new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain' } })
}

/** Ends a request with an error status; thrown by the endpoints, caught by the router. */
export class RestError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'RestError'
    this.status = status
  }
}
