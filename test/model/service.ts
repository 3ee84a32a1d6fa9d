import type { PusherFake, PusherFakeOptions } from '../../src/index.ts'
import { quietFake } from '../support/raw-client.ts'
import type { Operation } from './operation.ts'
import type { Rules } from './reference-model.ts'

export const MASTER_KEY: string = Buffer.alloc(32, 7).toString('base64')

/** A fake that keeps the rules, with small limits, so that random walks run into them. */
export function fakeWith(rules: Rules, options: PusherFakeOptions = {}): PusherFake {
  const { subscriptionCount, clientEvents, ...limits } = rules
  return quietFake({
    subscriptionCount,
    clientEvents,
    limits,
    encryptionMasterKeyBase64: MASTER_KEY,
    activityTimeoutSeconds: 1_000_000,
    ...options,
  })
}

/** What the service itself is asked to do. */
export type ServiceOperation = Extract<
  Operation,
  { do: 'batch' | 'sendToUser' | 'terminate' | 'goOffline' | 'goOnline' | 'reset' }
>

/** Of the sources or of the built package. */
type Service = Pick<
  PusherFake,
  'triggerBatch' | 'sendToUser' | 'terminateUserConnections' | 'reset'
> & { readonly faults: Pick<PusherFake['faults'], 'goOffline' | 'goOnline'> }

export function performOnService(fake: Service, operation: ServiceOperation): void {
  switch (operation.do) {
    case 'batch':
      return fake.triggerBatch(operation.events)
    case 'sendToUser':
      return fake.sendToUser(operation.user, operation.event, operation.data)
    case 'terminate':
      return fake.terminateUserConnections(operation.user)
    case 'goOffline':
      return void fake.faults.goOffline()
    case 'goOnline':
      return fake.faults.goOnline()
    case 'reset':
      return fake.reset()
  }
}
