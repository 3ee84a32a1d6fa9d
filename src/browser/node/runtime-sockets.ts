import { allOrNone } from '../realm/all-or-none.ts'
import { PropertyPatch } from '../realm/property-patch.ts'

type Dial = (options: { readonly hostname?: unknown }, ...rest: unknown[]) => unknown

/**
 * Refuses the sockets that Deno and Bun open by calls of their own, past `node:net`.
 *
 * @param refuse makes the error for a host; undefined lets it be dialled
 * @returns takes the guard away
 */
export function guardRuntimeSockets(refuse: (hostname: unknown) => Error | undefined): () => void {
  const { Deno, Bun } = globalThis as { readonly Deno?: object; readonly Bun?: object }
  const guard = (owner: object | undefined, name: string) => () => {
    if (owner === undefined) return () => {}
    const patch = new PropertyPatch<Dial>(owner, name, (original) => (options, ...rest) => {
      const error = refuse(options?.hostname)
      return error === undefined ? original.call(owner, options, ...rest) : Promise.reject(error)
    })
    return () => patch.restore()
  }
  return allOrNone(guard(Deno, 'connect'), guard(Deno, 'connectTls'), guard(Bun, 'connect'))
}
