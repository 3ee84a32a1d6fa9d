import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { checkOptions, MILLISECONDS, type Rules } from '../../server/check-options.ts'

/** How long `until` waits. */
export interface UntilOptions {
  /** Milliseconds of the scenario's time. @default 30000 */
  readonly timeout?: number
}

/**
 * Resolves when the check holds: it returns, and nothing that is false.
 *
 * @throws what the check threw last
 */
export type Until = (check: () => unknown, options?: UntilOptions) => Promise<void>

const RULES: Rules<UntilOptions> = { timeout: MILLISECONDS }
const DEFAULT_MS = 30_000
/** Milliseconds between two checks, from the first to the longest. */
const [SHORTEST_MS, LONGEST_MS] = [5, 500]

export const until: Until = async (check, options = {}) => {
  checkOptions(options, RULES, 'until')
  const { timeout = DEFAULT_MS } = options
  // Those of the realm: a build may have others under these names.
  const { Date: RealmDate, setTimeout: setRealmTimeout } = globalThis
  const end = RealmDate.now() + timeout
  for (let pause = SHORTEST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    const failure = await failureOf(check)
    if (failure === undefined) return
    if (RealmDate.now() >= end) throw failure
    await new Promise<void>((resolve) => setRealmTimeout(resolve, pause))
  }
}

async function failureOf(check: () => unknown): Promise<unknown> {
  try {
    if ((await check()) !== false) return undefined
  } catch (error) {
    return error ?? new Error('The check threw nothing.')
  }
  return new PusherFakeError('timeout', `until: this never held: ${String(check)}`)
}
