import type { PanelFrame, PanelJournalEntry, PanelState, PreviewMessage } from '../messages.ts'

/** What the panel shows of one story. */
export interface PanelModel {
  readonly storyId: string
  readonly state: PanelState
  /** Oldest first. */
  readonly frames: readonly PanelFrame[]
  /** What happened around them, oldest first. */
  readonly journal: readonly PanelJournalEntry[]
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
  if (type === 'entered') {
    return { storyId, state: message.state, frames: message.frames, journal: message.journal }
  }
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
        journal: [...model.journal, ...message.journal].slice(-FRAMES_SHOWN),
      }
    case 'triggered':
      return {
        ...model,
        outcome: message.problem === undefined ? {} : { problem: message.problem },
      }
  }
}
