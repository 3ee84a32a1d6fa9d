import { expect, test } from 'vitest'
import { parsePanelMessage, parsePreviewMessage } from '../../src/inspector/messages.ts'

const state = { key: 'app-key', connections: [], channels: [], faults: [], buttons: [] }

test.each([
  { type: 'hello' },
  { type: 'trigger', storyId: 'a', channel: 'orders', event: 'created', data: '{}' },
  { type: 'setFault', storyId: 'a', name: 'goOffline', on: true },
])('the panel says $type', (message) => {
  expect(parsePanelMessage(message)).toEqual(message)
})

test.each([
  undefined,
  'hello',
  { type: 'trigger', storyId: 'a', channel: 'orders', event: 'created' },
  { type: 'trigger', channel: 'orders', event: 'created', data: '{}' },
  { type: 'setFault', storyId: 'a', name: 'stall', on: 'yes' },
  { type: 'explode', storyId: 'a' },
])('the preview ignores %j', (message) => {
  expect(parsePanelMessage(message)).toBeUndefined()
})

test.each([
  { type: 'entered', storyId: 'a', state, frames: [], journal: [] },
  { type: 'changed', storyId: 'a', state, frames: [], journal: [] },
  { type: 'left', storyId: 'a' },
  { type: 'triggered', storyId: 'a', problem: 'No' },
])('the preview says $type', (message) => {
  expect(parsePreviewMessage(message)).toEqual(message)
})

test.each([null, { type: 'left' }, { type: 'entered', storyId: 'a' }, { type: 'x', storyId: 'a' }])(
  'the panel ignores %j',
  (message) => {
    expect(parsePreviewMessage(message)).toBeUndefined()
  },
)
