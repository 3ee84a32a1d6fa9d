/**
 * Draws a frame log as a self-contained HTML page.
 *
 * @module pusher-js-fake/timeline
 */
export { renderTimeline } from './timeline/render-timeline.ts'
export type {
  Timeline,
  TimelineEntry,
  TimelineFrame,
  TimelineLane,
  TimelineStep,
} from './timeline/timeline.ts'
