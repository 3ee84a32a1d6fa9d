/** The part of pusher-js's class that keeps its instances. */
interface InstanceKeeper {
  readonly instances: { disconnect(): void }[]
}

/**
 * Notes which clients of pusher-js exist, so that those of a test can be disconnected at its end; one
 * that the app's modules made at import lives on.
 *
 * @returns disconnects the clients made since
 */
export function trackInstances(Pusher: unknown): () => void {
  if (!keepsInstances(Pusher)) return () => {}
  const before = new Set(Pusher.instances)
  return () => {
    for (const instance of Pusher.instances) if (!before.has(instance)) instance.disconnect()
  }
}

function keepsInstances(value: unknown): value is InstanceKeeper {
  return typeof value === 'function' && 'instances' in value && Array.isArray(value.instances)
}
