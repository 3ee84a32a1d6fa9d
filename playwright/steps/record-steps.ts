import type { PusherFake } from '../../src/index.ts'
import type { FaultRecord } from '../../src/server/faults/fault.ts'
import type { VirtualPeer } from '../../src/server/peers/virtual-peer.ts'
import type { StepData, StepRecorder } from './step-recorder.ts'

/** Records what a test does with its fake: calls, waits, faults and virtual peers. */
export function recordSteps(fake: PusherFake, recorder: StepRecorder): void {
  const { connect } = fake
  wrap(fake, recorder, 'pusherFake', {
    trigger: (channels, event, data, options) => ({ channels, event, data, ...options }),
    triggerBatch: (events) => ({ events }),
    sendToUser: (userId, event, data) => ({ userId, event, data }),
    terminateUserConnections: (userId) => ({ userId }),
    rotateEncryptionMasterKey: () => ({}),
    reset: () => ({}),
    waitForConnection: (options) => ({ ...options }),
    waitForDisconnection: (options) => ({ ...options }),
    settled: (options) => ({ timeout: options?.timeout }),
    waitForSubscription: (channel, options) => ({ channel, ...options }),
    waitForClientEvent: (channel, event, options) => ({ channel, event, ...options }),
    waitForWebhook: (name, filter) => ({ name, ...filter }),
  })
  fake.connect = (options) => {
    const name = options?.user?.id ?? ''
    const title = `pusherFake.connect ${name}`.trim()
    const peer = recorder.call(title, { ...options }, () => connect.call(fake, options))
    recordPeer(peer, name === '' ? peer.socketId : name, recorder)
    return peer
  }
  recordFaults(fake, recorder)
}

function recordPeer(peer: VirtualPeer, name: string, recorder: StepRecorder): void {
  wrap(peer, recorder, `peer ${name}`, {
    subscribe: (channel, user, options) => ({ channel, user, ...options }),
    unsubscribe: (channel) => ({ channel }),
    trigger: (channel, event, data) => ({ channel, event, data }),
    disconnect: () => ({}),
  })
}

/** A fault tells of itself while the call that made it is under way; one that lasts ends by another. */
function recordFaults(fake: PusherFake, recorder: StepRecorder): void {
  const lasting = new Set<FaultRecord['id']>()
  const inCall = new Set<FaultRecord['id']>()
  fake.on('fault', ({ id, name, phase, options }) => {
    const title = `pusherFake.faults.${name}`
    if (phase === 'begin') {
      recorder.call(title, { ...options }, () => {})
      inCall.add(id)
      queueMicrotask(() => {
        if (inCall.delete(id)) lasting.add(id)
      })
    } else if (!inCall.delete(id) && lasting.delete(id)) {
      recorder.call(`${title} ends`, {}, () => {})
    }
  })
}

type Methods<Target> = {
  [Name in keyof Target]?: Target[Name] extends (...given: infer Given) => unknown
    ? (...given: Given) => StepData
    : never
}

type Describe = (...given: unknown[]) => StepData

/**
 * Puts recording methods before those of the target.
 *
 * @param described by method, the data of a call; strings among the first two tell it in the title
 */
function wrap<Target extends object>(
  target: Target,
  recorder: StepRecorder,
  prefix: string,
  described: Methods<Target>,
): void {
  const entries = Object.entries(described) as [string, Describe][]
  for (const [name, describe] of entries) {
    const original: unknown = Reflect.get(target, name)
    if (typeof original !== 'function') continue
    const method = (...given: unknown[]): unknown =>
      recorder.call(titleOf(`${prefix}.${name}`, given), describe(...given), () =>
        Reflect.apply(original, target, given),
      )
    Reflect.set(target, name, method)
  }
}

function titleOf(name: string, given: readonly unknown[]): string {
  const words = given
    .slice(0, 2)
    .map((value) => (Array.isArray(value) ? value.join(', ') : value))
    .filter((value) => typeof value === 'string' && value !== '')
  return [name, ...words].join(' ')
}
