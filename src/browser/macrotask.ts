/**
 * Runs a callback in a task of its own, without a timer: page timers may be fake, paused or clamped to
 * 4 ms. What it needs is taken at load, before a test can replace it.
 */
export const scheduleMacrotask: (task: () => void) => void = createScheduler()

function createScheduler(): (task: () => void) => void {
  // Node: a MessagePort that is listened to would keep the process alive.
  if (typeof setImmediate === 'function') {
    const immediately = setImmediate
    return (task) => void immediately(task)
  }
  const queue: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => queue.shift()?.()
  return (task) => {
    queue.push(task)
    port2.postMessage(null)
  }
}
