import { backendByFetch } from './fetch-patch.ts'
import { backendByXhr } from './real-xhr.ts'
import type { XhrBackend } from './xhr-patch.ts'

/**
 * In Node by fetch, where there is one: of a server that is not there jsdom's XMLHttpRequest makes an error of
 * the console.
 */
export const realmBackend: XhrBackend = (realm, request, real) => {
  const inNode = globalThis.process?.getBuiltinModule !== undefined
  const byXhr = backendByXhr(real, () => request.withCredentials)
  return (asked) => ((inNode ? backendByFetch(realm) : undefined) ?? byXhr)(asked)
}
