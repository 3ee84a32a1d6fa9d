import type { Engine } from '../engine.ts'
import type { JournalEntry } from '../log/journal-entry.ts'
import { nobodyThere } from './causes/nobody-there.ts'
import {
  eventNotSent,
  notMember,
  noWebhook,
  stillConnected,
  stillSubscribed,
} from './causes/not-sent.ts'
import { notSubscribed, similarChannels } from './causes/not-subscribed.ts'
import { describeState } from './describe-state.ts'
import { foundProblems } from './found-problems.ts'
import type { Problem, ProblemKind } from './problem.ts'
import type { Cause, Subject } from './subject.ts'
import { noteUnheardFrames } from './unheard-frames.ts'

/** More would hide the first. */
const MAX_CAUSES = 3
/** A cause that is this much less likely than the first is no cause. */
const FAR_BEHIND = 35

/** How likely a problem of the kind is the cause of whatever has not come about. */
const LIKELIHOOD: Readonly<Record<ProblemKind, number>> = {
  unhandled: 89,
  unanswered: 87,
  refused: 84,
  contract: 83,
  unheard: 82,
}

/** Asks the realms that are elsewhere, so that a diagnosis knows what they know. */
export async function gatherEvidence(engine: Engine): Promise<void> {
  const clients = await engine.witnesses.ask()
  if (clients !== undefined) noteUnheardFrames(engine, clients)
}

/** Why something has not come about, the likeliest causes first, and what did happen. */
export function diagnose(
  engine: Engine,
  subject: Subject,
  journal: readonly JournalEntry[] = [],
): string {
  return [...causesOf(engine, subject), describeState(engine, { journal })].join('\n')
}

/** At most three causes in the order of likelihood, each a sentence or two. */
export function causesOf(engine: Engine, subject: Subject): string[] {
  const own = ownCauses(engine, subject)
  const others = problemCauses(engine, subject).filter(
    ({ message }) => !own.some(({ text }) => text.includes(message)),
  )
  const causes: Cause[] = [...own, ...others, ...hints(engine, subject)]
  const ordered = causes.toSorted((a, b) => b.likelihood - a.likelihood)
  const [best] = ordered
  const likely = ordered.filter(
    ({ likelihood }) => likelihood >= (best?.likelihood ?? 0) - FAR_BEHIND,
  )
  const texts = [...new Set(likely.map(({ text }) => text))]
  return texts.slice(0, MAX_CAUSES).map((text, index) => (index === 0 ? text : `Or: ${text}`))
}

function ownCauses(engine: Engine, subject: Subject): readonly Cause[] {
  switch (subject.kind) {
    case 'connection':
      return nobodyThere(engine, subject.virtual ?? false) ?? []
    case 'subscription': {
      const { channel, virtual = false, userId } = subject
      const missing = absent(engine, channel, virtual)
      if (missing !== undefined || userId === undefined) return missing ?? []
      return notMember(engine, { kind: 'member', channel, userId })
    }
    case 'client event':
      return (
        absent(engine, subject.channel, subject.virtual ?? false) ?? eventNotSent(engine, subject)
      )
    case 'member': {
      const members = notMember(engine, subject)
      return members.length > 0 ? members : (absent(engine, subject.channel, false) ?? [])
    }
    case 'disconnection':
      return stillConnected(engine, subject.virtual ?? false)
    case 'no subscriptions':
      return stillSubscribed(engine, subject.virtual ?? false)
    case 'webhook': {
      const causes = noWebhook(engine, subject)
      if (subject.channel === undefined) return causes
      const near = similarChannels(engine, subject.channel)
      if (causes.length > 0 || near.length > 0) return [...near, ...causes]
      return absent(engine, subject.channel, false) ?? []
    }
    case 'test':
      // That nobody is there is no news in a test that asks nothing of anybody.
      return engine.attendance.lost().length > 0 ? (nobodyThere(engine, false) ?? []) : []
  }
}

function absent(engine: Engine, channel: string, virtual: boolean): readonly Cause[] | undefined {
  const nobody = nobodyThere(engine, virtual)
  if (nobody === undefined) return notSubscribed(engine, channel, virtual)
  const similar = similarChannels(engine, channel)
  // Of peers that are on a channel of a similar name the name is what is wrong.
  return similar.length === 0
    ? nobody
    : [...nobody.filter(({ likelihood }) => likelihood > 70), ...similar]
}

/** Problems that may be the cause, though nobody can say of what. */
function problemCauses(engine: Engine, subject: Subject): (Cause & Pick<Problem, 'message'>)[] {
  const isAbout = (problem: Problem) =>
    subject.kind === 'test' ||
    ('channel' in subject && problem.channel === subject.channel) ||
    (subject.kind !== 'no subscriptions' && problem.kind === 'unhandled')
  const problems = [
    ...engine.problems.list(),
    ...foundProblems(engine, { excluded: subject.kind === 'test' }),
  ].filter(isAbout)
  return problems.map(({ kind, message, cause, write }, index) => ({
    // Of one kind the first is the likeliest.
    message,
    likelihood: LIKELIHOOD[kind] - index / problems.length,
    text: `${message} ${cause}\n  Write: ${write}`,
  }))
}

const FAKE_TIMERS =
  'The timers are fake, and pusher-js waits for its own: advance them, or fake them after it has subscribed.'
const ACT =
  'React shows what an event changes after the test has gone on: wrap the trigger in act(), or look for it with findBy… or waitFor.'

/** What is so often in the way that it is worth a line. */
function hints(engine: Engine, subject: Subject): Cause[] {
  const reports = engine.witnesses.reports()
  const causes: Cause[] = []
  if (subject.kind !== 'no subscriptions' && reports.some(({ fakeTimers }) => fakeTimers)) {
    causes.push({ likelihood: 70, text: FAKE_TIMERS })
  }
  const hasDelivered = () =>
    engine.log
      .entries()
      .some(
        ({ direction, frame }) =>
          direction === 'out' && frame.channel !== undefined && !/^pusher/.test(frame.event),
      )
  if (subject.kind === 'test' && reports.some(({ act }) => act) && hasDelivered()) {
    causes.push({ likelihood: 65, text: ACT })
  }
  return causes
}
