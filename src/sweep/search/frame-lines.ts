import { frameText, type SweptFrame, sweptFrames } from '../plan/frame-text.ts'
import { type Plan, printFault } from '../plan/plan.ts'

/** Lines that are shown around the faults. */
const SHOWN = 16

/**
 * What happened under a plan, one line for each frame and fault.
 *
 * @param plain the frames without faults, which say what a fault has befallen
 * @param frames those under the plan
 */
export function frameLines(
  plan: Plan,
  plain: readonly SweptFrame[],
  frames: Parameters<typeof sweptFrames>[0],
): string[] {
  const happened = sweptFrames(frames).map((frame) => ({
    at: frame.number,
    text: `${String(frame.number).padStart(4)}  ${frameText(frame)}`,
  }))
  const faults = plan.map((fault) => {
    if (fault.kind === 'deny') {
      const at = subscriptionOf(fault.channel, fault.request, plain)
      return { at: at - 0.5, text: `   !  ${printFault(fault)}: the authorization is refused` }
    }
    const befallen = plain.find(({ number }) => number === fault.frame)
    const what = befallen === undefined ? '' : `: ${frameText(befallen)}`
    return { at: fault.frame - 0.5, text: `   !  ${printFault(fault)}${what}` }
  })
  const lines = [...happened, ...faults].toSorted((a, b) => a.at - b.at)
  const first = lines.findIndex(({ text }) => text.startsWith('   !'))
  const start = Math.max(0, Math.min(first - 3, lines.length - SHOWN))
  const shown = lines.slice(start, start + SHOWN).map(({ text }) => text)
  const after = lines.length - start - shown.length
  return [
    ...(start > 0 ? [`   …  ${start} before`] : []),
    ...shown,
    ...(after > 0 ? [`   …  ${after} more`] : []),
  ]
}

function subscriptionOf(channel: string, request: number, plain: readonly SweptFrame[]): number {
  const asked = plain.filter(
    (frame) => frame.event === 'pusher:subscribe' && frame.channel === channel,
  )
  return asked[request - 1]?.number ?? Number.POSITIVE_INFINITY
}
