import { MAX_BODY } from '../server/diagnosis/causes/authorizations.ts'
import type { AuthorizationAttempt } from '../server/diagnosis/witness.ts'
import { ownMethod } from './own-method.ts'

/** Attempts that are kept; of more the oldest are forgotten. */
const MAX_KEPT = 50

type Attempt = { -readonly [Name in keyof AuthorizationAttempt]: AuthorizationAttempt[Name] }

/** Where a request is about to go. */
export interface Asked {
  readonly method: string
  readonly url: string
}

/** Tells how a request was answered; `status` 0 where nobody did. */
export type Answered = (status: number, body: string) => void

interface ReplyLike {
  write(chunk: string): void
  end(status: number, headers?: Headers): void
}

interface ResponderLike {
  send(request: { readonly body: unknown }, reply: ReplyLike): void
}

/** Sees the requests by which clients ask for authorization, whoever answers them. */
export class AuthWatch {
  readonly #now: () => number
  #attempts: Attempt[] = []

  /** @param now milliseconds since the epoch, of a clock that no test fakes */
  constructor(now: () => number) {
    this.#now = now
  }

  attempts(): readonly AuthorizationAttempt[] {
    return this.#attempts
  }

  /** @returns undefined for a request that asks for something else */
  sent({ method, url }: Asked, body: unknown): Answered | undefined {
    const parameters = parametersOf(body)
    const socketId = parameters?.get('socket_id')
    // The answer to a batch is one for each of its channels: a client tells of those that it got none for.
    if (!socketId || parameters?.has('channel_name[0]')) return undefined
    const channel = parameters?.get('channel_name')
    const attempt: Attempt = {
      method,
      url,
      socketId,
      time: this.#now(),
      ...(channel && { channel }),
    }
    this.#attempts = [...this.#attempts, attempt].slice(-MAX_KEPT)
    return (status, text) => {
      attempt.status = status
      attempt.body = text.slice(0, MAX_BODY)
    }
  }

  /** Sees what an XMLHttpRequest that was opened sends. */
  watch(request: XMLHttpRequest, asked: Asked): void {
    const send = request.send
    const watched = (body?: Parameters<XMLHttpRequest['send']>[0]): void => {
      restore()
      const answered = this.sent(asked, body)
      if (answered !== undefined) {
        // A stub of a test may have none.
        request.addEventListener?.('readystatechange', () => {
          if (request.readyState === 4) answered(request.status, textOf(request))
        })
      }
      send.call(request, body)
    }
    const restore = ownMethod(request, 'send', watched)
  }
}

/** Has a watch see what is sent to a responder, and what that answers. */
export function overhear<Responder extends ResponderLike>(
  watch: AuthWatch,
  responder: Responder,
  asked: Asked,
): Responder {
  const send: Responder['send'] = (request, reply) => {
    const answered = watch.sent(asked, request.body)
    if (answered === undefined) return responder.send(request, reply)
    let text = ''
    responder.send(request, {
      write(chunk: string) {
        text += chunk
        reply.write(chunk)
      },
      end(status: number, headers?: Headers) {
        answered(status, text)
        reply.end(status, headers)
      },
    })
  }
  return Object.assign(Object.create(responder), { send })
}

/** Of a form or of JSON. Source: pusher-js runtimes/isomorphic/auth/xhr_auth.ts; apps send JSON as well. */
function parametersOf(body: unknown): URLSearchParams | undefined {
  if (body instanceof URLSearchParams) return body
  if (typeof body !== 'string' || !body.includes('socket_id')) return undefined
  if (!body.startsWith('{')) return new URLSearchParams(body)
  try {
    return new URLSearchParams(JSON.parse(body))
  } catch {
    return undefined
  }
}

function textOf(request: XMLHttpRequest): string {
  const isText = request.responseType === '' || request.responseType === 'text'
  return isText || request.responseType === undefined ? (request.responseText ?? '') : ''
}
