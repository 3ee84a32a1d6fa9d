import type { PusherApp } from '../app/pusher-app.ts'
import type { Recording } from './recording.ts'
import { type ReplayOptions, replay } from './replay.ts'

/**
 * For servers: replays a recording to whoever comes, and again when everybody has left, as a page does that is loaded
 * anew.
 *
 * @returns ends it
 * @throws PusherFakeError as `replay` does
 */
export function repeat(app: PusherApp, recording: Recording, options: ReplayOptions): () => void {
  let replaying = replay(app, recording, options)
  const begin = () => {
    replaying.dispose()
    replaying = replay(app, recording, options)
  }
  const stops = [
    app.on('reset', begin),
    app.on('disconnection', ({ socketId }) => {
      const isLeft = ({ socketId: other }: { socketId: string }) => !app.isActor(other)
      if (!app.isActor(socketId) && !app.connections().some(isLeft)) begin()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
    replaying.dispose()
  }
}
