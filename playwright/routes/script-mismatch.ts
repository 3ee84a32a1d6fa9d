import type { BrowserContext, ConsoleMessage, Request } from '@playwright/test'
import { classifyRequest } from '../../src/protocol/pusher-request.ts'
import type { Service } from '../switched-service.ts'

/** How Chromium says that a script is not the one of its `integrity`. */
const INTEGRITY = /'integrity' attribute for resource '([^']+)'/
/** What pusher-js throws from 8.0 on where pages for older ones gave nothing. */
const NO_CLUSTER = /You must pass an options object|Options object must provide a cluster/

/**
 * Says why a page dies that was written for another pusher-js than it gets.
 *
 * @returns to be told of each request before it is answered: whoever listens to a console has all of it sent, which
 *   only a page that asks for a script needs
 */
export function tellScriptMismatch(
  context: BrowserContext,
  { report }: Pick<Service, 'report'>,
): (request: Request) => void {
  const tell = (message: string) => report({ code: 'script_mismatch', message })
  const hear = (message: ConsoleMessage) => {
    const [, url = ''] = INTEGRITY.exec(message.text()) ?? []
    const asked = classifyRequest(url)
    if (asked?.kind !== 'script') return
    const { version = 'latest' } = asked.script
    tell(
      `The page wants ${url} to be that very file by its "integrity", and the project has another version: npm i -D pusher-js@${version}, or leave "integrity" out in tests.`,
    )
  }
  context.on('weberror', (webError) => {
    const [said] = NO_CLUSTER.exec(String(webError.error())) ?? []
    if (said === undefined) return
    tell(
      `A client gave no cluster ("${said}"), as pages for pusher-js before 8 do: give one, or install the pusher-js that the page was written for.`,
    )
  })
  let listens = false
  return (request) => {
    if (listens || classifyRequest(request.url())?.kind !== 'script') return
    listens = true
    context.on('console', hear)
  }
}
