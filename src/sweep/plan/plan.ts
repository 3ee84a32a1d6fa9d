/** A fault that happens once, at one frame or one authorization request. */
export type PlannedFault =
  | {
      readonly kind: 'disconnect'
      readonly frame: number
      /** Close code; the network is lost without one. */
      readonly code?: number
    }
  | { readonly kind: 'lose' | 'duplicate' | 'swap'; readonly frame: number }
  | {
      readonly kind: 'delay'
      readonly frame: number
      /** Milliseconds. */
      readonly ms: number
    }
  | {
      readonly kind: 'deny'
      readonly channel: string
      /** Which authorization request for the channel, from 1. */
      readonly request: number
    }

/** What kinds of faults there are. */
export type FaultKind = PlannedFault['kind']

/** The faults of one run, at least one. */
export type Plan = readonly PlannedFault[]

/** How each kind is written. */
export const KINDS: Readonly<Record<FaultKind, string>> = {
  disconnect: 'disconnect@7, disconnect(4200)@7',
  lose: 'lose@7',
  duplicate: 'duplicate@7',
  delay: 'delay(300)@7',
  swap: 'swap@7',
  deny: 'deny@private-orders#2',
}

/** As `parsePlan` reads it. */
export function printPlan(plan: Plan): string {
  return plan.map(printFault).join(' ')
}

export function printFault(fault: PlannedFault): string {
  if (fault.kind === 'deny') return `deny@${fault.channel}#${fault.request}`
  return `${printKind(fault)}@${fault.frame}`
}

/** A kind with what it takes in brackets, as `--kinds` has it: one column of the table. */
export function printKind(fault: PlannedFault): string {
  const { kind } = fault
  if (kind === 'delay') return `delay(${fault.ms})`
  if (kind === 'disconnect' && fault.code !== undefined) return `disconnect(${fault.code})`
  return kind
}
