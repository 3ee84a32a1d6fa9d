import { classOf, type PusherClass, type Runtime, runtimeOf } from '../pusher-runtime.ts'
import { allOrNone } from '../realm/all-or-none.ts'

/** Serves one copy of pusher-js. @returns undoes it */
type Serve = (copy: PusherClass) => () => void

/** Calls back for each copy of pusher-js that is loaded, and for each that comes. @returns undoes all of it */
export type EachCopy = (serve: Serve) => () => void

/** Where pusher-js reads the globals of its realm, there are no copies to look for. */
export const noCopies: EachCopy = () => () => {}

const NODE_BUILD = /[\\/]dist[\\/]node[\\/]pusher(?:-with-encryption)?\.js$/

const copies = new Map<Runtime, PusherClass>()
const watchers = new Set<(copy: PusherClass) => void>()
let stopWatching: (() => void) | undefined

/**
 * Every copy of pusher-js's Node build, which brings its own sockets: a wrapper or a workspace package may have
 * one beside the app's, and a runner loads another after its modules were reset. Copies that come later are
 * known by what their class is given, whoever loads them.
 *
 * @param Pusher the app's own class, which is not looked for
 */
export function copiesWith(Pusher: PusherClass | undefined): EachCopy {
  return (serve) => {
    for (const copy of loadedCopies()) noteCopy(copy)
    if (Pusher !== undefined) noteCopy(Pusher)
    const undo = [allOrNone(...[...copies.values()].map((copy) => () => serve(copy)))]
    const watcher = (copy: PusherClass) => void undo.push(serve(copy))
    watchers.add(watcher)
    stopWatching ??= watchClasses()
    return () => {
      watchers.delete(watcher)
      for (const step of undo.splice(0)) step()
      if (watchers.size > 0) return
      stopWatching?.()
      stopWatching = undefined
    }
  }
}

/** A copy that only its loader can name. */
function noteCopy(copy: PusherClass): void {
  const runtime = runtimeOf(copy)
  if (copies.has(runtime)) return
  const Pusher = classOf(copy)
  copies.set(runtime, Pusher)
  for (const watcher of [...watchers]) watcher(Pusher)
}

/** What a module of this path exports is a copy, if it is one. */
export function noteModule(path: string, exports: unknown): void {
  if (NODE_BUILD.test(path) && isCopy(exports)) noteCopy(exports)
}

interface LoadedModule {
  readonly exports: unknown
}

/** Those that Node itself has loaded. */
function loadedCopies(): readonly PusherClass[] {
  const nodeModule: unknown = globalThis.process?.getBuiltinModule?.('node:module')
  if (typeof nodeModule !== 'function' || !('_cache' in nodeModule)) return []
  return Object.entries(Object(nodeModule._cache) as Record<string, LoadedModule | undefined>)
    .filter(([path]) => NODE_BUILD.test(path))
    .flatMap(([, loaded]) => (loaded !== undefined && isCopy(loaded.exports) ? loaded.exports : []))
}

/**
 * Every build of pusher-js ends in `Pusher.Runtime = …`, in a registry that is Node's, Vite's or Jest's: only
 * what functions inherit sees them all. Nothing else that a function is given goes by here.
 *
 * @returns stops it
 */
function watchClasses(): () => void {
  const owner: object = Function.prototype
  const name = 'Runtime'
  if (Object.hasOwn(owner, name)) return () => {}
  const isWatching = Reflect.defineProperty(owner, name, {
    get: () => undefined,
    set(this: object, value: unknown) {
      const isTaken = Reflect.defineProperty(this, name, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      })
      if (!isTaken) throw new TypeError(`Cannot add property ${name}, object is not extensible`)
      if (isCopy(this)) noteCopy(this)
    },
    configurable: true,
  })
  return () => void (isWatching && Reflect.deleteProperty(owner, name))
}

function isCopy(value: unknown): value is PusherClass {
  try {
    runtimeOf(value as PusherClass)
    return true
  } catch {
    return false
  }
}
