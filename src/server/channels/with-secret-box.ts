import type * as SecretBox from '../../protocol/secret-box.ts'
import type { Engine } from '../engine.ts'

let secretBox: typeof SecretBox | undefined
let loading: Promise<typeof SecretBox> | undefined

/** Loads what encrypts, which most apps never need. */
export function loadSecretBox(): Promise<typeof SecretBox> {
  loading ??= import('../../protocol/secret-box.ts').then((loaded) => {
    secretBox = loaded
    return loaded
  })
  return loading
}

/**
 * Runs `work` with what encrypts: at once where it is loaded, and in the order of the calls when it is, unless
 * the fake has been reset meanwhile.
 */
export function withSecretBox(engine: Engine, work: (box: typeof SecretBox) => void): void {
  if (secretBox !== undefined) {
    work(secretBox)
    return
  }
  let isReset = false
  const stop = engine.events.on('reset', () => {
    isReset = true
  })
  const done = loadSecretBox().then((box) => {
    stop()
    if (!isReset) work(box)
  })
  void engine.underWay.track('what encrypts', done)
}
