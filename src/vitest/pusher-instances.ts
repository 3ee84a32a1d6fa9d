/** The part of pusher-js's class that keeps its instances. */
interface InstanceKeeper {
  readonly instances: { readonly key?: unknown; disconnect(): void }[]
}

/**
 * Notes which clients of pusher-js exist, so that those of a test can be disconnected at its end; one
 * that the app's modules made at import lives on.
 *
 * @returns disconnects the clients made since, but for those whose key `isOthers`
 */
export function trackInstances(Pusher: unknown): (isOthers: (key: unknown) => boolean) => void {
  if (!keepsInstances(Pusher)) return () => {}
  const before = new Set(Pusher.instances)
  return (isOthers) => {
    for (const instance of Pusher.instances) {
      if (!before.has(instance) && !isOthers(instance.key)) instance.disconnect()
    }
  }
}

function keepsInstances(value: unknown): value is InstanceKeeper {
  return typeof value === 'function' && 'instances' in value && Array.isArray(value.instances)
}
