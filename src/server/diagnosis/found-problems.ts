import type { Engine } from '../engine.ts'
import { authorizationProblem } from './causes/authorizations.ts'
import { lostProblem, unheardProblem } from './causes/lost-events.ts'
import { type Problem, type ProblemReport, problemOf } from './problem.ts'

/** Everything that the author of a test should know: what was reported, and what shows when one looks. */
export function allProblems(engine: Engine): Problem[] {
  return [...engine.problems.list(), ...foundProblems(engine)]
}

/**
 * Problems that nobody reports when they come about,  since they may be over the moment after.
 *
 * @param options `excluded`, those too that a test may have meant: it has left out the only subscriber
 */
export function foundProblems(
  engine: Engine,
  { excluded: withExcluded = false }: { readonly excluded?: boolean } = {},
): Problem[] {
  const reports = engine.witnesses.reports()
  const clients = reports.flatMap((report) => report.clients)
  const reported = engine.problems.list()
  const now = engine.now()
  const found: (ProblemReport | undefined)[] = [
    ...reports
      .flatMap(({ failedSockets }) => failedSockets)
      .map(({ url, error }) => socketProblem(url, error))
      .filter(({ message }) => !reported.some((problem) => problem.message === message)),
    ...reports
      .flatMap(({ authorizations }) => authorizations)
      // Of a realm that outlives the test there may be others'; what the fake itself has refused it has reported.
      .filter(
        ({ socketId, channel }) =>
          engine.socketIds.has(socketId) &&
          !engine.failedOnPurpose.has(purposeKey(socketId, channel)) &&
          reported.every((problem) => problem.socketId !== socketId || problem.channel !== channel),
      )
      .map((attempt) => authorizationProblem(attempt, now)),
    ...engine.unheard.list().map((event) => unheardProblem(event, clients)),
    ...engine.attendance
      .lost()
      .filter(
        // A test of a backend alone triggers for nobody, and means it.
        ({ peers, excluded }) =>
          engine.hadApp && peers === 0 && (withExcluded || excluded === undefined),
      )
      .map((event) => lostProblem(engine, event)),
  ]
  return found.flatMap((report) => (report === undefined ? [] : problemOf(report)))
}

/** Of an authorization that a fault fails. */
export function purposeKey(socketId: string, channel = ''): string {
  return `${socketId} ${channel}`
}

/** What there is to say of a socket that never came about. */
export function socketProblem(url: string, error: string): ProblemReport {
  return {
    code: 'socket_failed',
    message: `new WebSocket('${url}') threw inside pusher-js, which swallows it: ${error}.`,
  }
}
