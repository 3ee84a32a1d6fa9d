import { type Plan, type PlannedFault, printPlan } from '../plan/plan.ts'

/** Milliseconds to which a delay is shortened, the shortest first. */
const SHORTER_MS = [1, 10, 100]

/**
 * The smallest plan that breaks as a plan does: fewer faults, then shorter delays.
 *
 * @param breaks runs a plan, or knows already how it went
 */
export async function shrink(plan: Plan, breaks: (plan: Plan) => Promise<boolean>): Promise<Plan> {
  for (const smaller of parts(plan)) if (await breaks(smaller)) return shrink(smaller, breaks)
  let smallest = plan
  for (const [index, fault] of plan.entries()) {
    for (const shorter of shorterThan(fault)) {
      const candidate = smallest.with(index, shorter)
      if (!(await breaks(candidate))) continue
      smallest = candidate
      break
    }
  }
  return smallest
}

/** The plan without one of its faults. */
function parts(plan: Plan): Plan[] {
  if (plan.length < 2) return []
  return plan.map((_, index) => plan.toSpliced(index, 1))
}

function shorterThan(fault: PlannedFault): PlannedFault[] {
  if (fault.kind !== 'delay') return []
  return SHORTER_MS.filter((ms) => ms < fault.ms).map((ms) => ({ ...fault, ms }))
}

/** Remembers how each plan went. */
export function remembering<Outcome>(
  run: (plan: Plan) => Promise<Outcome>,
): (plan: Plan) => Promise<Outcome> {
  const known = new Map<string, Promise<Outcome>>()
  return (plan) => {
    const text = printPlan(plan)
    const outcome = known.get(text) ?? run(plan)
    known.set(text, outcome)
    return outcome
  }
}
