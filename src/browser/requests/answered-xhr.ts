import type { Backend } from '../../auth/backend.ts'
import type { Asked } from '../../clients/auth-watch.ts'
import { scheduleMacrotask } from '../realm/macrotask.ts'
import type { Realm } from '../realm/realm.ts'
import type { Dispatch } from './request-events.ts'

/** A request that never leaves the page. */
export interface XhrRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: unknown
  /** Who would answer without a fake. */
  readonly backend: Backend | undefined
}

/** What a request may be answered with. */
export interface XhrReply {
  /** Adds to the response's body; after its end still, until the client has seen that. */
  write(chunk: string): void
  /** Ends the response; status 0 for a network that is lost. */
  end(status: number, headers?: Headers): void
}

/** Who answers one request. */
export interface XhrResponder {
  send(request: XhrRequest, reply: XhrReply): void
  /** The client has aborted the request before its end. */
  abort(reply: XhrReply): void
  /** Runs the handlers of the request's events. */
  readonly run?: ((handlers: () => void) => void) | undefined
}

/**
 * Turns an XMLHttpRequest into one that a responder answers: what HTTP clients read of it, no more.
 *
 * @param dispatchEvent for one that takes no real events
 */
export function answerInPage(
  realm: Realm,
  request: XMLHttpRequest,
  { method, url }: Asked,
  responder: XhrResponder,
  backend: Backend | undefined,
  dispatchEvent: Dispatch = (event) => void request.dispatchEvent(event),
): void {
  const state = { readyState: 1, status: 0, responseText: '' }
  const requestHeaders = new Headers()
  let responseHeaders = new Headers()
  let aborted = false
  const { run = (handlers) => handlers() } = responder
  const dispatch = (...types: readonly string[]) =>
    run(() => {
      for (const type of types) dispatchEvent(new realm.Event(type))
    })
  const advance = (next: () => Partial<typeof state>, ...types: readonly string[]) => {
    scheduleMacrotask(() => {
      if (aborted) return
      Object.assign(state, next())
      dispatch('readystatechange', ...types)
    })
  }
  let unread = ''
  let ended = false
  const read = () => {
    const responseText = state.responseText + unread
    unread = ''
    return responseText
  }
  const reply: XhrReply = {
    write(chunk) {
      const first = unread === ''
      unread += chunk
      if (first && !ended) {
        advance(() => ({ readyState: 3, status: 200, responseText: read() }))
      }
    },
    end(status, headers = new Headers()) {
      ended = true
      responseHeaders = headers
      advance(
        () => ({ readyState: 4, status, responseText: read() }),
        status === 0 ? 'error' : 'load',
        'loadend',
      )
    },
  }
  const own = {
    setRequestHeader: (name: string, value: string) => requestHeaders.append(name, value),
    getResponseHeader: (name: string) => responseHeaders.get(name),
    getAllResponseHeaders: () =>
      [...responseHeaders].map(([name, value]) => `${name}: ${value}\r\n`).join(''),
    send(body?: unknown) {
      scheduleMacrotask(() => {
        if (!aborted) responder.send({ method, url, headers: requestHeaders, body, backend }, reply)
      })
    },
    abort() {
      // pusher-js aborts finished requests as well.
      const finished = state.readyState === 4
      aborted = true
      if (!finished) responder.abort(reply)
    },
  }
  for (const [name, value] of Object.entries(own)) Object.defineProperty(request, name, { value })
  const properties = {
    readyState: () => state.readyState,
    status: () => state.status,
    statusText: () => '',
    responseText: () => state.responseText,
    responseURL: () => (state.readyState === 4 ? url : ''),
    response: () => responseOf(request.responseType, state.readyState, state.responseText),
  }
  for (const [name, get] of Object.entries(properties))
    Object.defineProperty(request, name, { get })
}

function responseOf(type: XMLHttpRequestResponseType, readyState: number, text: string): unknown {
  if (type !== 'json') return text
  if (readyState !== 4) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
