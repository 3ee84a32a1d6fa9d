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

/** Runs `work` with what encrypts: at once where it is loaded, and in the order of the calls when it is. */
export function withSecretBox(engine: Engine, work: (box: typeof SecretBox) => void): void {
  if (secretBox !== undefined) {
    work(secretBox)
    return
  }
  void engine.underWay.track('what encrypts', loadSecretBox().then(work))
}
