import { expect, test } from 'vitest'
import { InspectorBridge } from '../../src/inspector/inspector-bridge.ts'
import type { PanelState, PreviewMessage } from '../../src/inspector/messages.ts'
import { quietFake } from '../support/raw-client.ts'

function inspected() {
  const fake = quietFake()
  const sent: PreviewMessage[] = []
  const bridge = new InspectorBridge({ storyId: 'story', fake, isClient: () => true }, (message) =>
    sent.push(message),
  )
  /** As the panel has it when it asks anew. */
  const state = (): PanelState | undefined => {
    bridge.receive({ type: 'hello' })
    const last = sent.at(-1)
    return last?.type === 'entered' ? last.state : undefined
  }
  const active = () => state()?.faults.map(({ name }) => name)
  const press = (name: string, on: boolean) =>
    bridge.receive({ type: 'setFault', storyId: 'story', name, on })
  return { fake, state, active, press }
}

test('a button causes and ends the fault of its name', () => {
  const { fake, state, active, press } = inspected()
  expect(state()?.buttons.map(({ label }) => label)).toEqual(['Disconnect', 'Offline', 'Refuse'])
  press('goOffline', true)
  expect(active()).toEqual(['goOffline'])
  expect(fake.connect().connected).toBe(false)
  press('goOffline', false)
  expect(active()).toEqual([])
  const peer = fake.connect()
  press('disconnect', true)
  expect(peer.connected).toBe(false)
  press('latency', true)
  press('no fault', true)
  expect(active()).toEqual([])
})

test("the state is the service's: what a test causes and what a reset ends", () => {
  const { fake, active, press } = inspected()
  press('refuseConnections', true)
  fake.reset()
  expect(active()).toEqual([])
  fake.faults.goOffline()
  fake.faults.latency(5)
  expect(active()).toEqual(['goOffline', 'latency'])
  press('latency', false)
  press('goOffline', false)
  expect(fake.faults.active()).toEqual([])
})
