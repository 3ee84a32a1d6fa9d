/** Runs a callback in a task of its own, in Node and in a page, whatever is done to its timers. */
export const macrotask: (task: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : portScheduler()

function portScheduler(): (task: () => void) => void {
  const queue: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => queue.shift()?.()
  return (task) => {
    queue.push(task)
    port2.postMessage(null)
  }
}
