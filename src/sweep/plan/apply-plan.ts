import type { PusherApp } from '../../app/pusher-app.ts'
import type { Plan, PlannedFault } from './plan.ts'

/** A plan at work. */
export interface AppliedPlan {
  /** The faults that have not come about. */
  missed(): Plan
  /** Nothing more of it happens. */
  stop(): void
}

/** Causes the faults of a plan, each once; a `restore` or `reset` of the test's own leaves them there. */
export function applyPlan(fake: PusherApp, plan: Plan): AppliedPlan {
  const open = new Map<number, PlannedFault>()
  const begin = (fault: PlannedFault) => open.set(cause(fake, fault), fault)
  const stopListening = fake.on('fault', ({ id, phase, uses }) => {
    const fault = open.get(id)
    if (phase !== 'end' || fault === undefined) return
    open.delete(id)
    if (uses === undefined) begin(fault)
  })
  for (const fault of plan) begin(fault)
  return {
    missed: () => [...open.values()],
    stop: () => stopListening(),
  }
}

/** @returns the id of the fault */
function cause({ faults }: PusherApp, fault: PlannedFault): number {
  const times = 1
  switch (fault.kind) {
    case 'disconnect': {
      const { frame, code } = fault
      return faults.cut({ frame, times, ...(code !== undefined && { code }) }).id
    }
    case 'delay':
      return faults.delay({ ms: fault.ms, frame: fault.frame, times }).id
    case 'swap':
      return faults.reorder({ frame: fault.frame, times }).id
    case 'deny':
      return faults.failSubscription(fault.channel, { request: fault.request, times }).id
    default:
      return faults[fault.kind]({ frame: fault.frame, times }).id
  }
}
