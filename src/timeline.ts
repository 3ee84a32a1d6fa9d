/**
 * Draws a frame log as a self-contained HTML page.
 *
 * @module pusher-js-fake/timeline
 */
export { renderTimeline } from './timeline/render-timeline.ts'
export type {
  Timeline,
  TimelineFrame,
  TimelineLane,
  TimelineNote,
} from './timeline/timeline.ts'
