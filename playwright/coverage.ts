import type { TestInfo } from '@playwright/test'
import type { PusherApp } from '../src/app/pusher-app.ts'
import { COVERAGE_ATTACHMENT, COVERAGE_VARIABLE } from '../src/coverage/collect/coverage-channel.ts'
import { CoverageCollector } from '../src/coverage/collect/coverage-collector.ts'

const running = new Set<CoverageCollector>()

/**
 * Notes what a test shows of a fake's events, where a reporter asks for it.
 *
 * @returns hands it to that reporter, and to no other
 */
export function startCoverage(fake: PusherApp, testInfo: TestInfo): () => Promise<void> {
  if (process.env[COVERAGE_VARIABLE] === undefined) return () => Promise.resolve()
  const collector = new CoverageCollector(fake)
  running.add(collector)
  return async () => {
    running.delete(collector)
    const data = await collector.finish()
    testInfo.attachments.push({
      name: COVERAGE_ATTACHMENT,
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(data)),
    })
  }
}

/** Looks at the pages once more, before they close. */
export async function lookForCoverage(): Promise<void> {
  await Promise.all([...running].map((collector) => collector.look()))
}
