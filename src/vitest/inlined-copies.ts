import { noteModule } from '../browser/node/node-copies.ts'
import { isRecord } from '../protocol/json.ts'

/**
 * Copies of pusher-js that `server.deps.inline` has Vite evaluate, and that were there before the fixture; Node
 * knows nothing of them. Source: vitest types, WorkerGlobalState.
 */
export function noteInlinedCopies(): void {
  const worker: unknown = Reflect.get(globalThis, '__vitest_worker__')
  const evaluated = isRecord(worker) ? worker['evaluatedModules'] : undefined
  const modules = isRecord(evaluated) ? evaluated['idToModuleMap'] : undefined
  if (!(modules instanceof Map)) return
  for (const [id, node] of modules) {
    if (typeof id === 'string' && isRecord(node)) noteModule(id, node['exports'])
  }
}
