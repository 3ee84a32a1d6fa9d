/** One frame, as `fake.frames()` gives it. */
export interface TimelineFrame {
  readonly id: number
  /** Milliseconds since the epoch. */
  readonly time: number
  /** As the service sees it: `in` from the client, `out` to the client. */
  readonly direction: 'in' | 'out'
  readonly socketId: string
  readonly event: string
  readonly channel?: string
  readonly data?: unknown
  /** Why the service refused the frame. */
  readonly problem?: string
}

/** A name for a connection's lane; without one it has its socket id. */
export interface TimelineLane {
  readonly socketId: string
  readonly label: string
}

/** Something between the frames: a REST call, a webhook, a step of the test. */
export interface TimelineNote {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly kind: 'rest' | 'webhook' | 'step'
  readonly label: string
  readonly data?: unknown
}

/** What {@link renderTimeline} draws. */
export interface Timeline {
  readonly title: string
  readonly frames: readonly TimelineFrame[]
  readonly lanes?: readonly TimelineLane[]
  readonly notes?: readonly TimelineNote[]
}
