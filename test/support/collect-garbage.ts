import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { macrotask } from './macrotask.ts'

/** Collects what nobody holds, and what held it no longer holds then. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  for (let round = 0; round < 3; round += 1) {
    await new Promise<void>((resolve) => macrotask(resolve))
    collect()
  }
}
