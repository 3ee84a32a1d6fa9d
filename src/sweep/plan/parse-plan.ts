import { PusherFakeError, showValue } from '../../errors/pusher-fake-error.ts'
import { parseChannelName } from '../../protocol/channel-name.ts'
import { PUSHER_LIMITS } from '../../protocol/limits.ts'
import { CLOSE_CODE, MILLISECONDS } from '../../server/faults/option-kinds.ts'
import { type FaultKind, KINDS, type Plan, type PlannedFault, printFault } from './plan.ts'

/** `kind`, what it takes in brackets, and behind the first `@` where it happens. */
const FAULT = /^([^@()]*)(?:\(([^()]*)\))?@(.*)$/s
const KIND = /^([^@()]*)(?:\(([^()]*)\))?$/s

/**
 * Reads a plan: faults with spaces between them, as `disconnect@3 lose@9`.
 *
 * @throws PusherFakeError `invalid_plan` that names the part that is wrong, and what is known
 */
export function parsePlan(text: string): Plan {
  if (typeof text !== 'string') {
    throw invalid(showValue(text), `A plan is text, as ${known()}`)
  }
  const parts = text.split(/\s+/).filter((part) => part !== '')
  if (parts.length === 0) throw invalid(showValue(text), `It is empty. Known are ${known()}`)
  const plan = parts.map((part) => parseFault(part))
  const printed = plan.map(printFault)
  const twice = printed.find((each, index) => printed.indexOf(each) !== index)
  if (twice !== undefined) throw invalid(showValue(text), `"${twice}" is there twice`)
  return plan
}

/** A fault without its place. */
export type PlaceOf = (place: number) => PlannedFault

/**
 * Reads a kind, as `--kinds` has it: `lose`, `delay(300)`, `disconnect(4200)`.
 *
 * @returns makes the fault of a frame; undefined for `deny`, which has none
 * @throws PusherFakeError `invalid_plan`
 */
export function parseKind(text: string): { readonly kind: FaultKind; readonly at?: PlaceOf } {
  const [, name = '', argument] = KIND.exec(text) ?? []
  const kind = kindOf(name, text)
  if (kind === 'deny') {
    assertNoArgument(kind, argument, text)
    return { kind }
  }
  return { kind, at: frameFault(kind, argument, text) }
}

function parseFault(part: string): PlannedFault {
  const match = FAULT.exec(part)
  if (match === null) {
    const hint = part.includes('@') ? '' : ', which says where it happens'
    throw invalid(part, `A fault has the form kind@frame${hint}. Known are ${known()}`)
  }
  const [, name = '', argument, place = ''] = match
  const kind = kindOf(name, part)
  if (kind === 'deny') {
    assertNoArgument(kind, argument, part)
    return denial(place, part)
  }
  const at = frameFault(kind, argument, part)
  return at(ordinal(place, part, 'The frame'))
}

function kindOf(name: string, part: string): FaultKind {
  const kind = (Object.keys(KINDS) as FaultKind[]).find((each) => each === name)
  if (kind !== undefined) return kind
  throw invalid(part, `There is no fault "${name}". Known are ${known()}`)
}

function frameFault(
  kind: Exclude<FaultKind, 'deny'>,
  argument: string | undefined,
  part: string,
): PlaceOf {
  switch (kind) {
    case 'disconnect': {
      if (argument === undefined) return (frame) => ({ kind, frame })
      const code = wholeNumber(argument)
      if (!CLOSE_CODE.check(code))
        throw invalid(part, `A close code must be ${CLOSE_CODE.expected}, got "${argument}"`)
      return (frame) => ({ kind, frame, code })
    }
    case 'delay': {
      const ms = wholeNumber(argument ?? '')
      if (!MILLISECONDS.check(ms))
        throw invalid(
          part,
          `It needs whole milliseconds in brackets: ${KINDS.delay}${argument === undefined ? '' : `, got "${argument}"`}`,
        )
      return (frame) => ({ kind, frame, ms })
    }
    default:
      assertNoArgument(kind, argument, part)
      return (frame) => ({ kind, frame })
  }
}

function assertNoArgument(kind: FaultKind, argument: string | undefined, part: string): void {
  if (argument === undefined) return
  throw invalid(part, `"${kind}" takes nothing in brackets: ${KINDS[kind]}`)
}

function denial(place: string, part: string): PlannedFault {
  const [, name = '', number = '1'] = /^(.*?)(?:#([^#]*))?$/s.exec(place) ?? []
  const parsed = parseChannelName(name, PUSHER_LIMITS.channelNameLength)
  if (!parsed.ok) throw invalid(part, `${showValue(name)} is no channel's name: ${KINDS.deny}`)
  if (parsed.channel.kind === 'public') {
    throw invalid(part, `Nobody authorizes the public channel "${name}": ${KINDS.deny}`)
  }
  return { kind: 'deny', channel: name, request: ordinal(number, part, 'The request') }
}

function ordinal(text: string, part: string, what: string): number {
  const number = wholeNumber(text)
  if (number >= 1 && Number.isSafeInteger(number)) return number
  throw invalid(part, `${what} must be a whole number from 1, got "${text}"`)
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}

function known(): string {
  return Object.values(KINDS).join(', ')
}

function invalid(part: string, why: string): PusherFakeError {
  const shown = part.startsWith('"') ? part : `"${part}"`
  return new PusherFakeError('invalid_plan', `Plan ${shown}: ${why}.`)
}
