import type * as SecretBox from '../../protocol/secret-box.ts'
import type { Engine } from '../engine.ts'

let secretBox: typeof SecretBox | undefined
let loading: Promise<typeof SecretBox> | undefined
/** How many calls wait for it: when it is there, each runs in a microtask of its own, and later ones must not pass. */
let waiting = 0

/** Loads what encrypts, which most apps never need. */
export function loadSecretBox(): Promise<typeof SecretBox> {
  loading ??= import('../../protocol/secret-box.ts').then((loaded) => {
    secretBox = loaded
    return loaded
  })
  return loading
}

/**
 * Runs `work` with what encrypts: at once where it is loaded and nobody waits for it, and in the order of the calls
 * when it is, unless the fake has been reset meanwhile.
 */
export function withSecretBox(engine: Engine, work: (box: typeof SecretBox) => void): void {
  if (secretBox !== undefined && waiting === 0) {
    work(secretBox)
    return
  }
  waiting += 1
  let isReset = false
  const stop = engine.events.on('reset', () => {
    isReset = true
  })
  const done = loadSecretBox().then((box) => {
    waiting -= 1
    stop()
    if (!isReset) work(box)
  })
  void engine.underWay.track('what encrypts', done)
}
