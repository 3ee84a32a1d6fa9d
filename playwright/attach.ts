import type { BrowserContext } from '@playwright/test'
import { assertFake } from '../src/app/assert-fake.ts'
import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthOptions } from '../src/auth/auth-options.ts'
import { PusherFakeError, showValue } from '../src/errors/pusher-fake-error.ts'
import { isRecord } from '../src/protocol/json.ts'
import type { Listener } from './served-context.ts'

export interface AttachOptions extends AuthOptions {
  /** Where clients that nothing injected reaches may connect to the fake, such as service workers. */
  readonly server?: Listener
}

/**
 * Connects every page, popup and frame of a context to a fake in this process, from the next navigation
 * on: sockets, authorization endpoints, REST calls. Nothing of the context reaches the live service.
 * The `pusherFake` fixture does it by itself; this is for Playwright as a library, and for one fake more:
 * a context takes several, each with a key of its own. Called again for the same fake it changes the options.
 *
 * @throws PusherFakeError `invalid_option`
 *
 * @example
 * const context = await browser.newContext()
 * await attachPusherFake(context, fake, { user: { id: 'ada' } })
 */
export async function attachPusherFake(
  context: BrowserContext,
  fake: PusherApp,
  { server, ...auth }: AttachOptions = {},
): Promise<void> {
  assertContext(context)
  assertFake(fake, 'attachPusherFake(context, fake)')
  const endpoints = fake.authEndpoints(auth)
  const { ServedContext } = await import('./served-context.ts')
  await ServedContext.of(context).serve(fake, endpoints, server)
}

/** For callers without types, and for one who has a page. @throws PusherFakeError */
function assertContext(context: unknown): void {
  if (isRecord(context) && typeof context['newPage'] === 'function' && 'route' in context) return
  const got = isRecord(context) && 'goto' in context ? 'a Page' : showValue(context)
  throw new PusherFakeError(
    'invalid_option',
    `attachPusherFake: expected a BrowserContext, got ${got}. Write: attachPusherFake(page.context(), fake)`,
  )
}
