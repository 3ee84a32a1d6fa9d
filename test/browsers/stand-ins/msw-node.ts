import { FetchInterceptor } from '@mswjs/interceptors/fetch'
import { XMLHttpRequestInterceptor } from '@mswjs/interceptors/XMLHttpRequest'
import type { AnyHandler } from 'msw'
import { defineNetwork, InMemoryHandlersController, InterceptorSource } from 'msw/experimental'

interface InPageServer extends Pick<ReturnType<typeof defineNetwork>, 'use' | 'resetHandlers'> {
  listen(options: { readonly onUnhandledFrame: 'error' | 'bypass' }): void
  close(): void
}

/** As `setupServer` of `msw/node`, over what MSW has for a page: no service worker is needed. */
export function setupServer(...handlers: AnyHandler[]): InPageServer {
  const network = defineNetwork({
    sources: [
      new InterceptorSource({
        interceptors: [new FetchInterceptor(), new XMLHttpRequestInterceptor()],
      }),
    ],
    handlers: new InMemoryHandlersController(handlers),
    context: { quiet: true },
  })
  return {
    listen({ onUnhandledFrame }) {
      network.configure({ onUnhandledFrame })
      void network.enable()
    },
    use: network.use.bind(network),
    resetHandlers: network.resetHandlers.bind(network),
    close: () => void network.disable(),
  }
}
