/**
 * Replays what a Pusher service has sent in a real session, from a HAR.
 *
 * @module pusher-js-fake/recording
 */
export { type ReadOptions, readRecording } from './recording/read-recording.ts'
export type { RecordedChannel, RecordedEvent, Recording } from './recording/recording.ts'
export { type Replay, type ReplayOptions, replay } from './recording/replay.ts'
