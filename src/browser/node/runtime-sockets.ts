import { allOrNone } from '../realm/all-or-none.ts'
import { patchFunction } from '../realm/property-patch.ts'

type Dial = (options: { readonly hostname?: unknown }) => Promise<unknown>

/**
 * Refuses the sockets that Deno and Bun open by calls of their own, past `node:net`.
 *
 * @param refuse makes the error for a host; undefined lets it be dialled
 * @returns takes the guard away
 */
export function guardRuntimeSockets(refuse: (hostname: unknown) => Error | undefined): () => void {
  const { Deno, Bun } = globalThis as { readonly Deno?: object; readonly Bun?: object }
  const guard = (owner: object | undefined, name: string) => () =>
    owner === undefined
      ? () => {}
      : patchFunction<Dial>(owner, name, (original) => async (options) => {
          const error = refuse(options.hostname)
          if (error !== undefined) throw error
          return original.call(owner, options)
        })
  return allOrNone(guard(Deno, 'connect'), guard(Deno, 'connectTls'), guard(Bun, 'connect'))
}
