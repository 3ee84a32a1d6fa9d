import type { BrowserContext, Frame } from '@playwright/test'
import { systemClock } from '../src/server/clock.ts'
import type { RealmReport, Witness } from '../src/server/diagnosis/witness.ts'
import { PAGE_END, type PageEnd } from './bridge/bridge-message.ts'
import { quietly } from './quietly.ts'

/** Milliseconds that a page has to answer; one that hangs shall not hang its test. */
const PATIENCE = 1_000

/** Sees the clients of a context's pages: nothing is asked of a page until something has failed. */
export class ContextWitness implements Witness {
  readonly #context: BrowserContext
  readonly #last = new Map<Frame, readonly RealmReport[]>()

  constructor(context: BrowserContext) {
    this.#context = context
  }

  /** As it was when it was last asked; of pages that are gone since, too. */
  reports(): readonly RealmReport[] {
    return [...this.#last.values()].flat()
  }

  async ask(): Promise<void> {
    const frames = this.#context.pages().flatMap((page) => page.frames())
    const { script } = await import('./bridge/page-report.ts')
    const ask = `${script};(${report})(${JSON.stringify(PAGE_END)})`
    await Promise.all(
      frames.map(async (frame) => {
        const reports = await inTime(quietly(frame, () => frame.evaluate<Reports>(ask)))
        if (reports !== undefined) this.#last.set(frame, reports)
      }),
    )
  }
}

type Reports = readonly RealmReport[] | undefined

function report(key: string): Reports {
  return (globalThis as unknown as Readonly<Record<string, PageEnd | undefined>>)[key]?.reports?.()
}

/** Undefined for a page that is gone, or does not answer. */
async function inTime<Result>(answer: Promise<Result>): Promise<Result | undefined> {
  let timer: unknown
  const patience = new Promise<undefined>((resolve) => {
    timer = systemClock.setTimeout(() => resolve(undefined), PATIENCE)
  })
  try {
    return await Promise.race([answer.catch(() => undefined), patience])
  } finally {
    systemClock.clearTimeout(timer)
  }
}
