import type { PusherApp } from '../../app/pusher-app.ts'
import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { frameText, sweptFrames } from './frame-text.ts'
import { type Plan, printFault } from './plan.ts'

/** Frames that a message lists. */
const LISTED = 12

/** The error that names faults which never came about, and what there was instead. */
export function missedError(source: string, missed: Plan, fake: PusherApp): PusherFakeError {
  const lines = missed.map((fault) => {
    const what =
      fault.kind === 'deny'
        ? `no authorization request ${fault.request} for "${fault.channel}" came to the fake`
        : `frame ${fault.frame} never came`
    return `${printFault(fault)}: ${what}`
  })
  return new PusherFakeError(
    'fault_missed',
    `${source}: ${lines.join('; ')}. The app's clients got and sent ${listed(fake)}. Name one of these, or see that the test waits for what comes later.`,
  )
}

function listed(fake: PusherApp): string {
  const { frameCount } = fake
  if (frameCount === 0) return 'no frames at all'
  const frames = sweptFrames(fake.frames()).slice(0, LISTED)
  const texts = frames.map((frame) => `${frame.number} ${frameText(frame)}`)
  const rest = frameCount > LISTED ? ', …' : ''
  return `${frameCount === 1 ? '1 frame' : `${frameCount} frames`}: ${texts.join(', ')}${rest}`
}
