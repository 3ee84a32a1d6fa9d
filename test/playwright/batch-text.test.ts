import { expect, test } from 'vitest'
import { readBatchText, toBatchText } from '../../playwright/bridge/batch-text.ts'
import type { EngineBatch } from '../../playwright/bridge/bridge-message.ts'

const frame = String.raw`{"event":"client-said","data":"{\"text\":\"7: \\ 👋 é\"}"}`

test('what the engine says comes as it was', () => {
  const batch: EngineBatch = {
    sequence: 3,
    messages: [
      { type: 'open', id: 1 },
      { type: 'frame', id: 1, data: frame },
      { type: 'frame', id: 1, data: '' },
      { type: 'frame', id: 2, data: frame },
      { type: 'close', id: 1, code: 1000, reason: '3:{}' },
      { type: 'drop', id: 2 },
    ],
  }
  expect(readBatchText(toBatchText(batch))).toEqual(batch)
})

test('a frame crosses without a second encoding', () => {
  const messages = [{ type: 'frame', id: 1, data: frame }] as const
  expect(toBatchText({ sequence: 0, messages }).endsWith(frame)).toBe(true)
})
