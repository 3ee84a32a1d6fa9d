import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake, type Realm } from 'pusher-js-fake/browser'
import { describe, expect, test } from 'vitest'
import type { Case, Surroundings } from './case.ts'
import { casesOf } from './cases.ts'
import { type Host, isEngine } from './host.ts'
import { knownDifferences } from './known-differences.ts'
import { type Step, stepOf, surroundings } from './service.ts'

interface StandardHost {
  readonly name: Host
  readonly realm: () => typeof globalThis
  /** Where a server listens on a real port, and the way to it. */
  readonly server: () => { readonly url: string; readonly step: Step }
  readonly uncaught: Surroundings['uncaught']
}

/** Stands in for pusher-js where a test speaks to the socket itself. */
const NO_PUSHER = { Runtime: { createWebSocket: () => undefined } }

/**
 * Runs every case on the realm's own socket, against a real port, and on the fake's, and compares. Those that
 * differ are listed, and no others.
 */
export function standardCases({ name, realm, server, uncaught }: StandardHost): void {
  const known = knownDifferences[name]
  const cases = casesOf(name)

  async function onNative(run: Case): Promise<string> {
    const { url, step } = server()
    await step('reset')
    return observe(run, surroundings(realm(), url, step, uncaught))
  }

  async function onFake(run: Case): Promise<string> {
    const fake = createPusherFake({ logger: false })
    const { uninstall } = installPusherFake({ realm: realm() as Realm, fake, Pusher: NO_PUSHER })
    try {
      return await observe(run, surroundings(realm(), server().url, stepOf(fake), uncaught))
    } finally {
      uninstall()
      fake.close()
    }
  }

  describe(`the WebSocket of ${name} and the fake agree`, () => {
    test.for(Object.entries(cases))('%s', async ([title, run]) => {
      const native = await onNative(run)
      const fake = await onFake(run)
      if (title in known) expect(fake, 'it agrees: take it off the list').not.toBe(native)
      else expect(fake).toBe(native)
      expect(fake, 'an agreement in vain').not.toContain(IN_VAIN)
    })

    test('all that differ are cases', () => {
      expect(Object.keys(cases)).toEqual(expect.arrayContaining(Object.keys(known)))
    })

    test.runIf(isEngine(name))('fifteen of sixteen agree', () => {
      const all = Object.keys(cases).length
      expect((all - Object.keys(known).length) / all).toBeGreaterThanOrEqual(15 / 16)
    })
  })
}

/** Some realm's own socket leaves out an event that a case waits for. */
const PATIENCE_MS = 3_000
const IN_VAIN = 'waits in vain'

async function observe(run: Case, where: Surroundings): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const bound = new Promise((resolve) => {
    timer = setTimeout(() => resolve(IN_VAIN), PATIENCE_MS)
  })
  const seen = await Promise.race([attempt(run, where), bound])
  clearTimeout(timer)
  return JSON.stringify(seen, (_, value) =>
    value === undefined || typeof value === 'bigint' ? String(value) : value,
  )
}

async function attempt(run: Case, where: Surroundings): Promise<unknown> {
  try {
    return await run(where)
  } catch (error) {
    return `fails: ${error}`
  }
}
