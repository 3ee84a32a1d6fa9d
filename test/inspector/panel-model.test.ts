import { expect, test } from 'vitest'
import type { PanelFrame } from '../../src/inspector/messages.ts'
import {
  applyMessage,
  filterFrames,
  frameToRead,
  type PanelModel,
} from '../../src/inspector/panel/panel-model.ts'
import { readPayloads, rememberPayload } from '../../src/inspector/panel/payload-history.ts'

const state = { key: 'app-key', connections: [], channels: [], offline: false, refusing: false }

function frame(id: number, raw: string, direction: PanelFrame['direction'] = 'out'): PanelFrame {
  return { id, time: id, direction, socketId: '1.1', event: 'created', raw }
}

const entered: PanelModel | undefined = applyMessage(undefined, {
  type: 'entered',
  storyId: 'a',
  state,
  frames: [frame(1, '{}')],
})

test('frames are added to those of the story', () => {
  const model = applyMessage(entered, {
    type: 'changed',
    storyId: 'a',
    state: { ...state, offline: true },
    frames: [frame(2, '{}')],
  })
  expect(model?.frames.map(({ id }) => id)).toEqual([1, 2])
  expect(model?.state.offline).toBe(true)
})

test('what comes late of another story changes nothing', () => {
  expect(applyMessage(entered, { type: 'left', storyId: 'b' })).toBe(entered)
  expect(
    applyMessage(entered, { type: 'changed', storyId: 'b', state, frames: [frame(9, '')] }),
  ).toBe(entered)
})

test('a story that is left leaves nothing, the next one starts anew', () => {
  expect(applyMessage(entered, { type: 'left', storyId: 'a' })).toBeUndefined()
  const next = applyMessage(entered, { type: 'entered', storyId: 'b', state, frames: [] })
  expect(next).toEqual({ storyId: 'b', state, frames: [] })
})

test('the outcome of a trigger is kept, a later success forgets the problem', () => {
  const refused = applyMessage(entered, { type: 'triggered', storyId: 'a', problem: 'Too long' })
  expect(refused?.outcome).toEqual({ problem: 'Too long' })
  expect(applyMessage(refused, { type: 'triggered', storyId: 'a' })?.outcome).toEqual({})
})

test('only the newest thousand frames are kept', () => {
  const frames = Array.from({ length: 1500 }, (_, index) => frame(index + 2, '{}'))
  const model = applyMessage(entered, { type: 'changed', storyId: 'a', state, frames })
  expect(model?.frames).toHaveLength(1000)
  expect(model?.frames.at(-1)?.id).toBe(1501)
})

test('a filter wants every word, in either case, and the direction', () => {
  const frames = [
    frame(1, '{"event":"Created","channel":"orders"}', 'in'),
    frame(2, '{"event":"created","channel":"orders"}'),
    frame(3, '{"event":"gone","channel":"orders"}'),
  ]
  const ids = (text: string, direction: 'all' | 'in' | 'out') =>
    filterFrames(frames, text, direction).map(({ id }) => id)
  expect(ids('', 'all')).toEqual([1, 2, 3])
  expect(ids('ORDERS created', 'all')).toEqual([1, 2])
  expect(ids('created', 'out')).toEqual([2])
  expect(ids(' gone ', 'in')).toEqual([])
})

test('data that were sent as JSON in a string are unpacked, all else is as it was', () => {
  expect(frameToRead(frame(1, '{"event":"a","data":"{\\"id\\":1}"}'))).toEqual({
    event: 'a',
    data: { id: 1 },
  })
  expect(frameToRead(frame(1, '{"event":"a","data":"plain"}'))).toEqual({
    event: 'a',
    data: 'plain',
  })
  expect(frameToRead(frame(1, 'not JSON'))).toBe('not JSON')
})

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
  }
}

test('the last payloads are remembered, newest first, each once, eight of them', () => {
  const storage = memory()
  const payload = (id: number) => ({ channel: 'orders', event: 'created', data: `{"id":${id}}` })
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8, 9]) rememberPayload(storage, payload(id))
  rememberPayload(storage, payload(5))
  expect(readPayloads(storage)).toEqual([5, 9, 8, 7, 6, 4, 3, 2].map(payload))
})

test('a storage that holds something else, or nothing, or refuses, harms nobody', () => {
  expect(readPayloads({ getItem: () => '{"a":1}' })).toEqual([])
  expect(readPayloads({ getItem: () => '[1, {"channel":"a"}]' })).toEqual([])
  expect(readPayloads({ getItem: () => 'broken' })).toEqual([])
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full')
    },
  }
  const payload = { channel: 'orders', event: 'created', data: '{}' }
  expect(rememberPayload(full, payload)).toEqual([payload])
})
