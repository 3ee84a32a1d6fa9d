import { WebSocket } from 'ws'

/** The code of a close frame that has none (RFC 6455, 7.1.5). */
const NO_STATUS = 1005

/**
 * A client's socket that says so when the close frame is there. `ws` says it when TCP has ended, which a
 * client may put off; its answer to the close frame goes through `close`.
 */
export class ClientSocket extends WebSocket {
  /** Called when the closing handshake begins, whoever begins it. */
  whenClosing: ((code: number, reason: string) => void) | undefined

  override close(code?: number, reason?: string | Buffer): void {
    const isFirst = this.readyState === this.OPEN
    super.close(code, reason)
    if (isFirst) this.whenClosing?.(code ?? NO_STATUS, String(reason ?? ''))
  }
}
