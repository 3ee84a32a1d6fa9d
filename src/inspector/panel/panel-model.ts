import { decodeData, type PanelFrame, type PanelState, type PreviewMessage } from '../messages.ts'

/** What the panel shows of one story. */
export interface PanelModel {
  readonly storyId: string
  readonly state: PanelState
  /** Oldest first. */
  readonly frames: readonly PanelFrame[]
  /** How the last event that was triggered here fared. */
  readonly outcome?: TriggerOutcome
}

export interface TriggerOutcome {
  readonly problem?: string
}

/** Older frames are forgotten, so that a chatty story does not slow the manager down. */
const FRAMES_SHOWN = 1000

/** What the panel shows after a message of the preview; undefined when no story has a fake. */
export function applyMessage(
  model: PanelModel | undefined,
  message: PreviewMessage,
): PanelModel | undefined {
  const { type, storyId } = message
  if (type === 'entered') return { storyId, state: message.state, frames: message.frames }
  // What is on its way from a story that was left meanwhile.
  if (model?.storyId !== storyId) return model
  switch (type) {
    case 'left':
      return undefined
    case 'changed':
      return {
        ...model,
        state: message.state,
        frames: [...model.frames, ...message.frames].slice(-FRAMES_SHOWN),
      }
    case 'triggered':
      return {
        ...model,
        outcome: message.problem === undefined ? {} : { problem: message.problem },
      }
  }
}

export type DirectionFilter = 'all' | PanelFrame['direction']

/** The frames of a direction that have every word of `text` in them. */
export function filterFrames(
  frames: readonly PanelFrame[],
  text: string,
  direction: DirectionFilter,
): readonly PanelFrame[] {
  const words = text.toLowerCase().split(/\s+/)
  return frames.filter(
    (frame) =>
      (direction === 'all' || frame.direction === direction) &&
      words.every((word) => frame.raw.toLowerCase().includes(word)),
  )
}

/** A frame to read: data that were sent as a string of JSON are unpacked. */
export function frameToRead({ raw }: PanelFrame): unknown {
  const frame = decodeData(raw)
  if (typeof frame !== 'object' || frame === null || !('data' in frame)) return frame
  return { ...frame, data: typeof frame.data === 'string' ? decodeData(frame.data) : frame.data }
}
