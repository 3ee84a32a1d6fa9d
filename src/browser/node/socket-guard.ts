import { patchFunction } from '../realm/property-patch.ts'

type Connect = (this: Socket, ...args: unknown[]) => unknown

interface Socket {
  destroy(error: Error): unknown
}

/**
 * Refuses the sockets of `node:net` that dial some hosts, and with them those of tls, http and https: for
 * Deno, whose sockets ask no `node:dns` for an address.
 *
 * @param refuse makes the error for a host; undefined lets it be dialled
 * @returns takes the guard away
 */
export function guardSockets(refuse: (hostname: unknown) => Error | undefined): () => void {
  const { Socket } = globalThis.process.getBuiltinModule('node:net')
  return patchFunction<Connect>(
    Socket.prototype,
    'connect',
    (original) =>
      function guarded(...args) {
        const error = refuse(hostOf(args))
        if (error === undefined) return original.apply(this, args)
        // Only then does anybody listen.
        queueMicrotask(() => this.destroy(error))
        return this
      },
  )
}

/** The host of `(options)`, `(port, host)`, or of either in an array, as Node's own modules call it. */
function hostOf(args: readonly unknown[]): unknown {
  const [target, host] = args.flat()
  return typeof target === 'object' && target !== null && 'host' in target ? target.host : host
}
