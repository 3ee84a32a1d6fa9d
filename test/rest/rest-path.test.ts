import { expect, test } from 'vitest'
import { isRestPath } from '../../src/rest/rest-path.ts'

test.each([
  ['/apps/1/events', true],
  ['/prefix/apps/1/channels/presence-room/users', true],
  ['/apps/1/users/ada/terminate_connections', true],
  ['/apps/1/batch_events/', true],
  ['/apps/1/eventsource', false],
  ['/apps/1', false],
  ['/apps//events', false],
  ['/app/1/events', false],
  ['/apps/events', false],
  ['', false],
])('%j is of the REST API: %j', (path, expected) => {
  expect(isRestPath(path)).toBe(expected)
})
