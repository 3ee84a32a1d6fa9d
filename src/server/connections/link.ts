/**
 * One client's socket as the engine sees it; every door implements it. Calls come in the order in which
 * the client must observe them, the first being `open` or `drop`.
 */
export interface Link {
  /** Accepts the socket: the client's WebSocket opens. */
  open(): void
  /** Sends one text frame. */
  send(text: string): void
  /** Closes with a close frame. */
  close(code: number, reason: string): void
  /** The network is gone: the client sees a failed handshake, or 1006 on an open socket. */
  drop(): void
}

/** What a door calls when its client speaks; calls after the end of the link are ignored. */
export interface LinkInput {
  /** Hands in one frame; anything but text is answered as the service answers binary frames. */
  receive(frame: unknown): void
  /**
   * A control frame came, a ping or a pong: the client is there. For sockets that have those.
   *
   * @param arrived called when it has got through the network, to answer it
   */
  heard?(arrived?: () => void): void
  /** The client closed its socket, or it was lost. */
  closed(code: number, reason: string): void
}
