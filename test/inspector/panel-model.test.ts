import { expect, test } from 'vitest'
import type { PanelFrame } from '../../src/inspector/messages.ts'
import { applyMessage, type PanelModel } from '../../src/inspector/panel/panel-model.ts'
import { readPayloads, rememberPayload } from '../../src/inspector/panel/payload-history.ts'

const state = { key: 'app-key', connections: [], channels: [], faults: [], buttons: [] }

function frame(id: number, raw: string): PanelFrame {
  return { id, time: id, direction: 'out', socketId: '1.1', event: 'created', raw }
}

const rest = {
  kind: 'rest',
  sequence: 1,
  time: 1,
  method: 'GET',
  path: '/',
  status: 200,
  body: '',
} as const

const entered: PanelModel | undefined = applyMessage(undefined, {
  type: 'entered',
  storyId: 'a',
  state,
  frames: [frame(1, '{}')],
  journal: [],
})

test('frames are added to those of the story', () => {
  const model = applyMessage(entered, {
    type: 'changed',
    storyId: 'a',
    state: { ...state, key: 'other' },
    frames: [frame(2, '{}')],
    journal: [rest],
  })
  expect(model?.frames.map(({ id }) => id)).toEqual([1, 2])
  expect(model?.journal).toEqual([rest])
  expect(model?.state.key).toBe('other')
})

test('what comes late of another story changes nothing', () => {
  expect(applyMessage(entered, { type: 'left', storyId: 'b' })).toBe(entered)
  expect(
    applyMessage(entered, {
      type: 'changed',
      storyId: 'b',
      state,
      frames: [frame(9, '')],
      journal: [],
    }),
  ).toBe(entered)
})

test('a story that is left leaves nothing, the next one starts anew', () => {
  expect(applyMessage(entered, { type: 'left', storyId: 'a' })).toBeUndefined()
  const next = applyMessage(entered, {
    type: 'entered',
    storyId: 'b',
    state,
    frames: [],
    journal: [],
  })
  expect(next).toEqual({ storyId: 'b', state, frames: [], journal: [] })
})

test('the outcome of a trigger is kept, a later success forgets the problem', () => {
  const refused = applyMessage(entered, { type: 'triggered', storyId: 'a', problem: 'Too long' })
  expect(refused?.outcome).toEqual({ problem: 'Too long' })
  expect(applyMessage(refused, { type: 'triggered', storyId: 'a' })?.outcome).toEqual({})
})

test('only the newest thousand frames are kept', () => {
  const frames = Array.from({ length: 1500 }, (_, index) => frame(index + 2, '{}'))
  const model = applyMessage(entered, { type: 'changed', storyId: 'a', state, frames, journal: [] })
  expect(model?.frames).toHaveLength(1000)
  expect(model?.frames.at(-1)?.id).toBe(1501)
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
