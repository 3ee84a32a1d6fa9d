import type { Backend } from '../../auth/backend.ts'

/** What has no body, and a Response takes none for. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** Sends requests by XMLHttpRequests that are not the fake's. */
export function backendByXhr(
  create: () => XMLHttpRequest,
  withCredentials: () => boolean,
): Backend {
  return async (asked) => {
    const bytes = await asked.arrayBuffer()
    const request = create()
    return new Promise((resolve, reject) => {
      request.onreadystatechange = () => {
        if (request.readyState !== 4) return
        const { status } = request
        // Status 0 for a network that is lost; what no response may have is none.
        if (status < 200 || status > 599) return reject(new TypeError('Failed to fetch'))
        const body = WITHOUT_BODY.has(status) ? null : request.responseText
        resolve(new Response(body, { status, headers: headersOf(request) }))
      }
      request.open(asked.method, asked.url, true)
      if (withCredentials()) request.withCredentials = true
      for (const [name, value] of asked.headers) request.setRequestHeader(name, value)
      request.send(asked.method === 'GET' ? null : new TextDecoder().decode(bytes))
    })
  }
}

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers()
  for (const line of (request.getAllResponseHeaders() ?? '').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon))
    // The body is text by now, however it was sent.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /^content-(encoding|length)$/i.test(name)) continue
    headers.append(name, line.slice(colon + 1).trim())
  }
  return headers
}
