import { isPusherHost } from '../protocol/connection-url.ts'
import { routeFetch } from './fetch-patch.ts'
import type { Realm } from './realm.ts'
import { routeXhr } from './xhr-patch.ts'

type Report = (message: string) => void

/**
 * In a page, lets no fetch, XMLHttpRequest or script reach the live service. Where a service worker
 * controls the page, requests are left to it, since it may be MSW's. In Node it does nothing.
 *
 * @returns takes the guard away
 */
export function guardPageNetwork(realm: Realm, report: Report): () => void {
  if (globalThis.process?.getBuiltinModule !== undefined) return () => {}
  const refuse = (method: string, url: string) =>
    report(`Nothing answers ${method} ${url}, and it may not reach the live service.`)
  const claims = (url: string) => isPushers(url) && navigator.serviceWorker?.controller == null
  const undo = [
    routeFetch(realm, {
      matches: claims,
      async handle({ method, url }) {
        refuse(method, url)
        throw new TypeError('Failed to fetch')
      },
    }),
    routeXhr(realm, {
      owns: claims,
      accepts: () => false,
      respond: () => ({
        send({ method, url }, reply) {
          refuse(method, url)
          reply.end(0)
        },
        abort() {},
      }),
    }),
    guardScripts((url) => {
      if (isPushers(url)) refuse('GET', url)
      return !isPushers(url)
    }),
  ]
  return () => {
    for (const step of undo.splice(0)) step()
  }
}

function isPushers(url: string): boolean {
  return URL.canParse(url) && isPusherHost(new URL(url).hostname)
}

/** A script that is let through has its source set; any other fails to load. */
function guardScripts(allows: (url: string) => boolean): () => void {
  const { prototype } = HTMLScriptElement
  const original = Object.getOwnPropertyDescriptor(prototype, 'src')
  if (original?.set === undefined) return () => {}
  const { set } = original
  const guarded: PropertyDescriptor = {
    ...original,
    set(this: HTMLScriptElement, value: unknown) {
      const url = URL.canParse(String(value), document.baseURI)
        ? new URL(String(value), document.baseURI).href
        : ''
      if (allows(url)) set.call(this, value)
      else queueMicrotask(() => this.dispatchEvent(new Event('error')))
    },
  }
  Object.defineProperty(prototype, 'src', guarded)
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, 'src')?.set === guarded.set) {
      Object.defineProperty(prototype, 'src', original)
    }
  }
}
