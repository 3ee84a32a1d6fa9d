import { realSetImmediate } from '../../platform/real-timers.ts'

/**
 * Runs a callback in a task of its own, without a timer: page timers may be fake, paused or clamped to
 * 4 ms. What it needs is taken at load, before a test can replace it.
 */
export function scheduleMacrotask(task: () => void): void {
  waiting += 1
  schedule(() => {
    waiting -= 1
    task()
  })
}

/** Lets run what waits now. @returns whether nothing else has come to wait meanwhile */
export function macrotaskTurn(): Promise<boolean> {
  return new Promise((resolve) => schedule(() => resolve(waiting === 0)))
}

let waiting = 0
const schedule = createScheduler()

function createScheduler(): (task: () => void) => void {
  // Node: a MessagePort that is listened to would keep the process alive.
  if (realSetImmediate !== undefined) {
    const immediately = realSetImmediate
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
