import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import type { Engine } from '../engine.ts'
import type { SentEvent } from './event-contracts.ts'

/**
 * Holds an event to its contract. What the test itself sends is its author's mistake, and is not sent; what
 * backend and clients send is reported and sent all the same, as the service knows no contracts.
 *
 * @throws PusherFakeError `contract` or `invalid_schema`, for an event of the test
 */
export function holdToContract(engine: Engine, sent: SentEvent): void {
  const { contracts } = engine
  const breach = contracts?.breachOf(sent)
  if (breach === undefined) return
  const { code, message } = breach
  if (sent.sender === 'test' && contracts?.policy === 'fail') {
    throw new PusherFakeError(code, message)
  }
  const { channel, socketId } = sent
  engine.report({ code, message, channel, ...(socketId !== undefined && { socketId }) })
}
