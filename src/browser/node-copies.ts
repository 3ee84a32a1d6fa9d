import { type PusherClass, runtimeOf } from './pusher-runtime.ts'

const NODE_BUILD = /[\\/]dist[\\/]node[\\/]pusher(?:-with-encryption)?\.js$/

interface LoadedModule {
  readonly exports: unknown
}

/**
 * The classes of every copy of pusher-js's Node build that Node has loaded: a wrapper or a workspace package
 * may bring one of its own beside the app's. Inlined modules and those of Jest are not among them.
 */
export function loadedCopies(): readonly PusherClass[] {
  const nodeModule: unknown = globalThis.process?.getBuiltinModule?.('node:module')
  if (typeof nodeModule !== 'function' || !('_cache' in nodeModule)) return []
  return Object.entries(Object(nodeModule._cache) as Record<string, LoadedModule | undefined>)
    .filter(([path]) => NODE_BUILD.test(path))
    .flatMap(([, loaded]) => (loaded !== undefined && isCopy(loaded.exports) ? loaded.exports : []))
}

function isCopy(value: unknown): value is PusherClass {
  try {
    runtimeOf(value as PusherClass)
    return true
  } catch {
    return false
  }
}

/** Each copy once: a class may have come by two ways. */
export function uniqueRuntimes(classes: readonly PusherClass[]): readonly PusherClass[] {
  return [...new Map(classes.map((each) => [runtimeOf(each), each])).values()]
}
