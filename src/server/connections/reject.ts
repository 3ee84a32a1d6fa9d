import { errorFrame } from '../../protocol/server-frame.ts'
import type { ProblemCode } from '../diagnosis/problem.ts'
import type { Engine } from '../engine.ts'
import type { Connection } from './connection.ts'

/** What the client is told, and what the author of the test is told beyond it. */
export interface Rejection {
  readonly problem: ProblemCode
  /** The text of the `pusher:error`. */
  readonly message: string
  /** For the author alone, such as the signature that was expected. */
  readonly detail?: string
  /** @default null, which leaves the connection open */
  readonly code?: number
}

/** Answers a frame with `pusher:error` and reports why; the connection goes on. */
export function reject(
  engine: Engine,
  connection: Connection,
  rejection: Rejection,
  channel?: string,
): void {
  const { problem, message, detail, code = null } = rejection
  // Before the frame, which does not say what it is about: whoever gets it can look that up.
  engine.report({
    code: problem,
    message: detail === undefined ? message : `${message}. ${detail}`,
    socketId: connection.socketId,
    ...(channel !== undefined && { channel }),
  })
  connection.send(errorFrame(code, message))
}
