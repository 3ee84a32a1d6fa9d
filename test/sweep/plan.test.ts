import { expect, test } from 'vitest'
import { PusherFakeError } from '../../src/errors/pusher-fake-error.ts'
import { applyPlan } from '../../src/sweep/plan/apply-plan.ts'
import { parsePlan } from '../../src/sweep/plan/parse-plan.ts'
import { printPlan } from '../../src/sweep/plan/plan.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

test.each([
  'disconnect@7',
  'disconnect(4200)@3',
  'lose@5',
  'duplicate@5',
  'delay(300)@5',
  'swap@5',
  'deny@private-orders#2',
  'deny@presence-a@b,c=d;e#1',
  'disconnect@3 lose@9 deny@private-encrypted-x#1',
])('%s is read and printed', (text) => {
  expect(printPlan(parsePlan(text))).toBe(text)
})

test('spaces do not count, and the first request is meant where none is named', () => {
  expect(printPlan(parsePlan('  lose@5\n delay(0)@6  deny@private-a '))).toBe(
    'lose@5 delay(0)@6 deny@private-a#1',
  )
})

test.each([
  ['loose@5', 'Plan "loose@5": There is no fault "loose". Known are disconnect@7'],
  ['lose@5 Swap@2', 'Plan "Swap@2": There is no fault "Swap"'],
  ['lose@0', 'The frame must be a whole number from 1, got "0"'],
  ['lose@-1', 'got "-1"'],
  ['lose@1.5', 'got "1.5"'],
  ['lose@1e3', 'got "1e3"'],
  ['lose@', 'got ""'],
  ['lose@99999999999999999999', 'The frame must be a whole number from 1'],
  ['lose', 'A fault has the form kind@frame, which says where it happens'],
  ['lose@5,swap@6', 'got "5,swap@6"'],
  ['lose(3)@5', '"lose" takes nothing in brackets: lose@7'],
  ['delay@5', 'It needs whole milliseconds in brackets: delay(300)@7'],
  ['delay(soon)@5', 'delay(300)@7, got "soon"'],
  ['delay(3000000000)@5', 'It needs whole milliseconds'],
  ['disconnect(12)@5', 'A close code must be 1006 (network lost)'],
  ['disconnect()@5', 'got ""'],
  ['disconnect(4200@5', 'A fault has the form kind@frame'],
  ['deny@orders', 'Nobody authorizes the public channel "orders"'],
  ['deny@private-ö', '"private-ö" is no channel\'s name'],
  ['deny@private-a#0', 'The request must be a whole number from 1, got "0"'],
  ['deny(403)@private-a', '"deny" takes nothing in brackets'],
  ['lose@5 lose@5', '"lose@5" is there twice'],
  ['', 'It is empty. Known are'],
  [' ', 'It is empty'],
  [5, 'Plan "5": A plan is text'],
])('%j is refused: %s', (text, why) => {
  const read = () => parsePlan(text as string)
  expect(read).toThrow(why)
  expect(read).toThrow(expect.objectContaining({ code: 'invalid_plan' }))
  expect(read).toThrow(PusherFakeError)
})

function clientUnder(text: string) {
  const fake = quietFake()
  const applied = applyPlan(fake, parsePlan(text))
  const client = new RawClient(fake)
  client.subscribe('orders')
  const trigger = (...names: string[]) => {
    for (const name of names) fake.trigger('orders', name, {})
  }
  return { fake, applied, client, trigger }
}

test.each([
  ['disconnect(4200)@5', ['a', 'close 4200']],
  ['disconnect@5', ['a', 'drop']],
  ['lose@5', ['a', 'c']],
  ['duplicate@5', ['a', 'b', 'b', 'c']],
  ['swap@4', ['b', 'a', 'c']],
  ['delay(300)@4', ['b', 'c']],
  ['lose@4 duplicate@6', ['b', 'c', 'c']],
])('under %s a client of three events hears %j', (text, heard) => {
  const { applied, client, trigger } = clientUnder(text)
  trigger('a', 'b', 'c')
  expect(client.heard.slice(3)).toEqual(heard)
  expect(applied.missed()).toEqual([])
})

test('a fault that the test restores, or resets, is still to come', () => {
  const { fake, applied, client, trigger } = clientUnder('lose@4')
  fake.faults.lose()
  fake.faults.restore()
  trigger('a', 'b')
  expect(client.heard.slice(3)).toEqual(['b'])
  fake.reset()
  applied.stop()
  expect([fake.faults.active(), applied.missed()]).toEqual([[], []])
})

test('what has not come about is known', () => {
  const { applied } = clientUnder('lose@4 deny@private-a#1')
  expect(printPlan(applied.missed())).toBe('lose@4 deny@private-a#1')
})
