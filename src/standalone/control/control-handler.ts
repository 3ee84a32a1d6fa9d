import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import type { ServedApps } from '../served-apps.ts'
import type { ServerAddress } from '../server-address.ts'
import { ControlError } from './control-error.ts'
import { CONTROL_PREFIX } from './control-prefix.ts'
import { createEndpoints } from './endpoints.ts'
import { assertAllowed, type Guard } from './guard.ts'
import { inHttpTerms } from './in-http-terms.ts'
import { discardRest } from './read-body.ts'
import { Router } from './router.ts'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** Answers what is below the prefix, undefined for everything else. Never rejects. */
export type ControlHandler = (
  request: Request,
  client: { readonly address: string },
) => Promise<Response | undefined>

/** Options of {@link createControlHandler}. */
export interface ControlHandlerOptions extends Guard {
  /** Aborted when the server closes, so that nobody waits any longer. */
  readonly closing: AbortSignal
  /** Asked once the server listens. */
  readonly address: () => ServerAddress
}

/** The HTTP API with which test suites in other languages steer the apps. */
export function createControlHandler(
  apps: ServedApps,
  { closing, address: serverAddress, ...guard }: ControlHandlerOptions,
): ControlHandler {
  const endpoints = createEndpoints(apps, serverAddress, CONTROL_PREFIX)
  const router = new Router(CONTROL_PREFIX, endpoints, apps)
  return async (request, { address }) => {
    const url = new URL(request.url)
    if (!`${url.pathname}/`.startsWith(`${CONTROL_PREFIX}/`)) return undefined
    try {
      await assertAllowed(request, address, guard)
      const answer = await unlessClosing(router.run(request, url), closing)
      return Response.json(answer, { headers: HEADERS })
    } catch (error) {
      const response = refusal(request.signal.aborted ? cutOff(error) : error)
      const isOver = await discardRest(request).catch(() => false)
      if (!isOver) response.headers.set('connection', 'close')
      return response
    }
  }
}

/** What a client that is gone has left half is no fault of the service. */
function cutOff(error: unknown): unknown {
  const isOurs = error instanceof ControlError || error instanceof PusherFakeError
  if (isOurs) return error
  return new ControlError(400, 'invalid_request', 'The request was cut off before its end.')
}

function refusal(error: unknown): Response {
  if (error instanceof ControlError) {
    const { status, code, message, headers } = error
    return Response.json({ code, message }, { status, headers: { ...HEADERS, ...headers } })
  }
  if (error instanceof PusherFakeError) {
    const { code } = error
    const status = code === 'timeout' ? 408 : 400
    const message = inHttpTerms(error.message)
    return Response.json({ code, message }, { status, headers: HEADERS })
  }
  const message = error instanceof Error ? error.message : String(error)
  return Response.json({ code: 'internal', message }, { status: 500, headers: HEADERS })
}

/** @throws ControlError 503 when the server closes first */
function unlessClosing<Result>(work: Promise<Result>, closing: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new ControlError(503, 'closing', 'The server is closing.', { connection: 'close' }))
    closing.addEventListener('abort', giveUp, { once: true })
    void work.then(resolve, reject).finally(() => closing.removeEventListener('abort', giveUp))
    if (closing.aborted) giveUp()
  })
}
