/** One frame, as `fake.frames()` gives it. */
export interface TimelineFrame {
  /** Its place in the order of everything, as `sequence` of entries and steps. */
  readonly id: number
  /** Milliseconds since the epoch. */
  readonly time: number
  /** As the service sees it: `in` from the client, `out` to the client. */
  readonly direction: 'in' | 'out'
  readonly socketId: string
  readonly event: string
  readonly channel?: string
  /** The frame as it was on the wire. */
  readonly raw?: string
  /** The frame's data, for one whose `raw` is not known. */
  readonly data?: unknown
  /** Why the service refused the frame. */
  readonly problem?: string
}

/** What happened around the frames, as `fake.journal()` gives it; entries of other kinds are left out. */
export type TimelineEntry = {
  /** Its place among frames, entries and steps; without one the time decides. */
  readonly sequence?: number
} & (
  | {
      readonly kind: 'rest'
      readonly time: number
      readonly method: string
      readonly path: string
      readonly status: number
      readonly body: string
      readonly problem?: string
    }
  | {
      readonly kind: 'fault'
      readonly time: number
      readonly id: number
      readonly name: string
      readonly phase: 'begin' | 'end'
      readonly options: object
    }
  | {
      readonly kind: 'webhook'
      readonly time: number
      readonly event: { readonly name: string; readonly channel?: string }
    }
  | {
      readonly kind: 'disconnection'
      readonly time: number
      readonly socketId: string
      readonly code: number
      readonly reason: string
    }
)

/** A name for a connection's lane; without one it has its user's, or a number. */
export interface TimelineLane {
  readonly socketId: string
  readonly label: string
}

/** What the author of a test did or wants to say. */
export interface TimelineStep {
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Its place among frames, entries and steps; without one the time decides. */
  readonly sequence?: number
  readonly label: string
  readonly data?: unknown
}

/** What a timeline shows. */
export interface Timeline {
  readonly title: string
  readonly frames: readonly TimelineFrame[]
  readonly journal?: readonly TimelineEntry[]
  readonly steps?: readonly TimelineStep[]
  readonly lanes?: readonly TimelineLane[]
}
