import assert from 'node:assert/strict'
import fc from 'fast-check'
import { test } from 'vitest'
import { type Operation, operations } from './operation.ts'
import { Memory, PusherJsWorld, toldByPusherJs } from './pusher-js-world.ts'
import { type Heard, ReferenceModel } from './reference-model.ts'
import { runParameters } from './run-parameters.ts'
import { snapshotOf, snapshotOfModel } from './snapshot.ts'

interface State {
  readonly model: ReferenceModel
  readonly memory: Memory
}

/** One thing that an app does with pusher-js, or the service to it. */
class PusherJsStep implements fc.AsyncCommand<State, PusherJsWorld> {
  readonly #operation: Operation

  constructor(operation: Operation) {
    this.#operation = operation
  }

  check({ model, memory }: Readonly<State>): boolean {
    return memory.allows(model, this.#operation)
  }

  async run({ model, memory }: State, world: PusherJsWorld): Promise<void> {
    const expected = new Map<number, Heard[]>()
    for (const operation of memory.expand(this.#operation)) {
      for (const [client, heard] of model.apply(operation)) {
        expected.set(client, [...(expected.get(client) ?? []), ...toldByPusherJs(heard)])
      }
    }
    await world.perform(this.#operation)
    const told = [...expected].filter(([, heard]) => heard.length > 0)
    assert.deepEqual(byClient(world.take()), byClient(told))
    assert.deepEqual(
      snapshotOf(world.fake),
      snapshotOfModel(model, (client) => world.socketId(client)),
    )
  }

  toString(): string {
    return JSON.stringify(this.#operation)
  }
}

test('so does pusher-js in a page, which comes back to its channels by itself', {
  timeout: 60_000,
}, async () => {
  const steps = operations.map((each) => each.map((operation) => new PusherJsStep(operation)))
  const walk = fc.asyncProperty(
    fc.boolean(),
    fc.commands(steps, { maxCommands: 80, size: 'max' }),
    async (subscriptionCount, commands) => {
      const world = new PusherJsWorld(subscriptionCount)
      const rules = {
        subscriptionCount,
        clientEvents: true,
        presenceMembers: 100,
        clientEventsPerSecond: Number.POSITIVE_INFINITY,
        watchlistSize: 100,
        connections: Number.POSITIVE_INFINITY,
        cacheSeconds: 1_800,
      }
      const state = { model: new ReferenceModel(rules), memory: new Memory() }
      try {
        // Most of what an app does it does while it is connected.
        for (const client of [0, 1, 2]) {
          const connect = new PusherJsStep({ do: 'connect', client })
          await connect.run(state, world)
        }
        await fc.asyncModelRun(() => ({ model: state, real: world }), commands)
      } finally {
        world.end()
      }
    },
  )
  await fc.assert(walk, runParameters(50))
})

function byClient(heard: Iterable<[number, Heard[]]>): [number, Heard[]][] {
  return [...heard].sort(([a], [b]) => a - b)
}
