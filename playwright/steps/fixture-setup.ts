import type { TestInfo } from '@playwright/test'
import { isRecord } from '../../src/protocol/json.ts'

/**
 * Whether a fixture is being set up just now, and not the test or a hook at work. Playwright keeps to itself what
 * its time runs for; where it is not where it was, nobody knows, and the test counts as who is at work.
 */
export function isFixtureSetUp(testInfo: TestInfo): boolean {
  const path = ['_timeoutManager', '_running', 'runnable', 'fixture', 'phase']
  return path.reduce<unknown>(property, testInfo) === 'setup'
}

function property(owner: unknown, name: string): unknown {
  return isRecord(owner) ? owner[name] : undefined
}
