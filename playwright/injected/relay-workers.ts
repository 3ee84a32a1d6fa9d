import type { Call } from '../../src/browser/page-service.ts'
import { absoluteUrl, type Realm } from '../../src/browser/realm/realm.ts'
import type { ConnectionUrl } from '../../src/protocol/connection-url.ts'
import { ANNOUNCEMENT, type WorkerAnnouncement } from '../workers/worker-message.ts'
import { WorkerRelay } from './worker-relay.ts'

type Constructor = new (...args: unknown[]) => object
type Window = Realm & typeof globalThis

/**
 * Has each dedicated and shared worker of a page begin with a script of ours. The test process is told of the
 * worker before the browser asks for its script, and puts ours in front of it; a blob's is put there here.
 */
export function relayWorkers(realm: Window, dial: (url: Pick<ConnectionUrl, 'url'>) => Call): void {
  const blobs = new Map<string, Blob>()
  const composed = new Map<string, string>()
  const workers = new WeakMap<object, string>()
  const { createObjectURL, revokeObjectURL } = realm.URL
  const { XMLHttpRequest: Request } = realm
  let relay: WorkerRelay | undefined
  let count = 0

  /** @returns what is put in front of the script; undefined where the page may not ask */
  const announce = (announcement: WorkerAnnouncement): string | undefined => {
    try {
      const request = new Request()
      request.open('POST', `${realm.location.origin}${ANNOUNCEMENT}`, false)
      request.send(JSON.stringify(announcement))
      return request.status === 200 ? request.responseText : undefined
    } catch {
      return undefined
    }
  }
  /** The URL to start the worker with. */
  const prepare = (script: unknown, isModule: boolean, shared: boolean) => {
    const url = absoluteUrl(realm, String(script))
    relay ??= new WorkerRelay(dial)
    count += 1
    const name = `${relay.name}/${count}`
    const settings = shared ? { name } : { name, page: relay.name }
    const known = shared ? composed.get(url) : undefined
    const blob = blobs.get(url)
    if (known !== undefined) return { name, url: known }
    if (blob !== undefined) {
      const prelude = announce({ module: isModule, settings })
      if (prelude === undefined) return { name, url: script }
      const own = createObjectURL.call(realm.URL, new Blob([prelude, blob], { type: blob.type }))
      if (shared) composed.set(url, own)
      return { name, url: own }
    }
    if (url.startsWith(`${realm.location.origin}/`)) announce({ url, module: isModule, settings })
    return { name, url: script }
  }
  const wrap = (key: 'Worker' | 'SharedWorker') => {
    const native: unknown = Reflect.get(realm, key)
    if (typeof native !== 'function') return
    const wrapped = new Proxy(native as Constructor, {
      construct(target, [script, options, ...more], newTarget) {
        const isModule = Object(options).type === 'module'
        const { name, url } = prepare(script, isModule, key === 'SharedWorker')
        const worker = Reflect.construct(target, [url, options, ...more], newTarget)
        workers.set(worker, name)
        return worker
      },
    })
    Object.defineProperty(native.prototype, 'constructor', {
      value: wrapped,
      configurable: true,
      writable: true,
    })
    Object.defineProperty(realm, key, { value: wrapped, configurable: true, writable: true })
  }
  wrap('Worker')
  wrap('SharedWorker')

  const { prototype } = realm.Worker ?? {}
  const { terminate } = prototype ?? {}
  if (prototype !== undefined && terminate !== undefined) {
    prototype.terminate = function (this: Worker) {
      terminate.call(this)
      relay?.end(workers.get(this) ?? '')
    }
  }
  realm.URL.createObjectURL = (source) => {
    const url = createObjectURL.call(realm.URL, source)
    if (source instanceof Blob) blobs.set(url, source)
    return url
  }
  realm.URL.revokeObjectURL = (url) => {
    blobs.delete(url)
    revokeObjectURL.call(realm.URL, url)
  }
}
