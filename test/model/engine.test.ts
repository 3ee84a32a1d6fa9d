import fc from 'fast-check'
import { beforeAll, test } from 'vitest'
import { loadSecretBox } from '../../src/server/channels/with-secret-box.ts'
import { EngineStep, startRun } from './engine-step.ts'
import { operations } from './operation.ts'
import type { Rules } from './reference-model.ts'
import { runParameters } from './run-parameters.ts'

const rules: fc.Arbitrary<Rules> = fc.record({
  subscriptionCount: fc.boolean(),
  clientEvents: fc.constantFrom(true, true, false),
  presenceMembers: fc.constantFrom(2, 100),
  clientEventsPerSecond: fc.constantFrom(2, 10),
  watchlistSize: fc.constantFrom(2, 100),
  connections: fc.constantFrom(3, Number.POSITIVE_INFINITY),
  cacheSeconds: fc.constantFrom(5, 1_800),
})

// What it does, it does at once then.
beforeAll(loadSecretBox)

test('clients hear what a model of the service says, in its order', () => {
  const steps = operations.map((arbitrary) =>
    arbitrary.map((operation) => new EngineStep(operation)),
  )
  fc.assert(
    fc.property(
      rules,
      fc.commands(steps, { maxCommands: 120, size: 'max' }),
      (chosen, commands) => {
        fc.modelRun(() => startRun(chosen), commands)
      },
    ),
    runParameters(1_500),
  )
})
