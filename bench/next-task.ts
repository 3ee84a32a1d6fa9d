/** The next task of the event loop, by the quickest way that the platform has. */
export const nextTask: (task: () => void) => void = createNextTask()

function createNextTask(): (task: () => void) => void {
  if (typeof setImmediate === 'function') return (task) => void setImmediate(task)
  const queue: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => queue.shift()?.()
  return (task) => {
    queue.push(task)
    port2.postMessage(null)
  }
}
