/** What is shown of a frame. */
export interface SweptFrame {
  /** As `FrameRecord.number`. */
  readonly number: number
  /** As the service sees it: `in` from the client, `out` to the client. */
  readonly direction: 'in' | 'out'
  readonly socketId: string
  readonly event: string
  readonly channel?: string
}

/** A frame as the app sees it: `got created orders`. */
export function frameText({
  direction,
  event,
  channel,
}: Pick<SweptFrame, 'direction' | 'event' | 'channel'>): string {
  const words = [direction === 'in' ? 'sent' : 'got', event === '' ? 'an unreadable frame' : event]
  return [...words, ...(channel === undefined ? [] : [channel])].join(' ')
}

/** Each numbered frame once, by its number. */
export function sweptFrames(
  frames: readonly (Omit<SweptFrame, 'number'> & { readonly number?: number })[],
): SweptFrame[] {
  const byNumber = new Map<number, SweptFrame>()
  for (const { number, direction, socketId, event, channel } of frames) {
    if (number === undefined || byNumber.has(number)) continue
    byNumber.set(number, {
      number,
      direction,
      socketId,
      event,
      ...(channel !== undefined && { channel }),
    })
  }
  return [...byNumber.values()].toSorted((a, b) => a.number - b.number)
}
