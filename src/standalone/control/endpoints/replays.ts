import { readRecording } from '../../../recording/read-recording.ts'
import { replay } from '../../../recording/replay.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { count, id, identified, nothing, timeout } from '../models.ts'
import { array, described, json, number, object, record, type Schema, text } from '../schema.ts'

/** A network panel saves whole pages, scripts and pictures too. */
const MAX_HAR_BYTES = 67_108_864

const har: Schema<object> = described(record(json), { title: 'Har' })

/** What a service has sent, sent again. */
export const replayEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/replays',
    operationId: 'replay',
    summary: 'Sends what a service has sent in a HAR, from the first subscription of a client on',
    maxBytes: MAX_HAR_BYTES,
    body: object(
      { har: described(json, { description: 'A HAR, as JSON or as text' }) },
      { speed: described(number, { description: '2 is twice as fast as it was; 1 unless told' }) },
    ),
    answer: object({ id, left: count }),
    handle({ session: { app, replays }, body: { har: file, ...options } }) {
      const replaying = replay(app, readRecording(file as object), options)
      return { id: replays.add(replaying), left: replaying.left }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/replays/{id}',
    operationId: 'replayState',
    summary: 'How many events are left, and channels where they wait for a first client',
    parameters: identified,
    answer: object({ left: count, waitingFor: array(text) }),
    handle({ session: { replays }, parameters }) {
      const { left, waitingFor } = replays.get(parameters.id)
      return { left, waitingFor }
    },
  }),
  endpoint({
    method: 'POST',
    path: '/replays/{id}/wait',
    operationId: 'waitForReplay',
    summary: 'Waits until everything was sent',
    parameters: identified,
    body: object({}, { timeout }),
    answer: nothing,
    waits: true,
    async handle({ session: { replays }, parameters, body }) {
      await replays.get(parameters.id).finished(body)
      return {}
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/replays/{id}',
    operationId: 'endReplay',
    summary: 'Ends a replay; its members leave',
    parameters: identified,
    answer: nothing,
    handle({ session: { replays }, parameters }) {
      replays.take(parameters.id).dispose()
      return {}
    },
  }),
  endpoint({
    method: 'GET',
    path: '/har',
    operationId: 'har',
    summary: "What the app's clients heard and sent, as a HAR",
    answer: har,
    handle: ({ session }) => session.app.toHar(),
  }),
]
