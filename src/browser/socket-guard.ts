import { PropertyPatch } from './property-patch.ts'

type Connect = (this: Socket, ...args: unknown[]) => unknown

interface Socket {
  destroy(error: Error): unknown
}

/**
 * Refuses some of the sockets that `node:net` dials, and with them those of tls, http and https.
 *
 * @param refuse makes the error for a host and port; undefined lets them be dialled
 * @returns takes the guard away
 */
export function guardSockets(
  refuse: (host: unknown, port: unknown) => Error | undefined,
): () => void {
  const { Socket } = globalThis.process.getBuiltinModule('node:net')
  const connect = new PropertyPatch<Connect>(
    Socket.prototype,
    'connect',
    (original) =>
      function guarded(...args) {
        const error = refuse(...targetOf(args))
        if (error === undefined) return original.apply(this, args)
        // Only then does anybody listen.
        queueMicrotask(() => this.destroy(error))
        return this
      },
  )
  return () => connect.restore()
}

/** Host and port of `(options)`, `(port, host)`, or of either in an array, as Node's own modules call it. */
function targetOf(args: readonly unknown[]): [host: unknown, port: unknown] {
  const [target, host] = args.flat()
  if (typeof target !== 'object' || target === null) return [host, target]
  return [Reflect.get(target, 'host'), Reflect.get(target, 'port')]
}
