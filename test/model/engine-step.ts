import assert from 'node:assert/strict'
import type { Command } from 'fast-check'
import { Alternation } from './alternation.ts'
import type { Operation } from './operation.ts'
import { RawWorld } from './raw-world.ts'
import { ReferenceModel, type Rules } from './reference-model.ts'
import { snapshotOf, snapshotOfModel } from './snapshot.ts'

/** The engine under test, and what it has reported. */
export interface EngineRun {
  readonly world: RawWorld
  readonly reported: Alternation
}

export function startRun(rules: Rules): { model: ReferenceModel; real: EngineRun } {
  const world = new RawWorld(rules)
  return {
    model: new ReferenceModel(rules),
    real: { world, reported: new Alternation(world.fake) },
  }
}

/** One operation, done by the model and by the engine, whose answers must be the same. */
export class EngineStep implements Command<ReferenceModel, EngineRun> {
  readonly #operation: Operation

  constructor(operation: Operation) {
    this.#operation = operation
  }

  check(model: Readonly<ReferenceModel>): boolean {
    return model.allows(this.#operation)
  }

  run(model: ReferenceModel, { world, reported }: EngineRun): void {
    const expected = model.apply(this.#operation)
    world.perform(this.#operation)
    assert.deepEqual(sorted(world.take()), sorted(expected))
    assert.deepEqual(
      snapshotOf(world.fake),
      snapshotOfModel(model, (client) => world.socketId(client)),
    )
    reported.check()
    assert.deepEqual([...reported.channels].sort(), model.occupied())
    const members = model.present.map(({ channel, user }) => JSON.stringify([channel, user]))
    assert.deepEqual([...reported.members].sort(), members.sort())
    assert.equal(reported.subscriptions.size, model.rows.length)
  }

  toString(): string {
    return JSON.stringify(this.#operation)
  }
}

/** Does what a kept counter-example says; what makes no sense at its place is left out, as in a run. */
export function replay(rules: Rules, operations: readonly Operation[]): EngineRun {
  const { model, real } = startRun(rules)
  for (const operation of operations) {
    const step = new EngineStep(operation)
    if (step.check(model)) step.run(model, real)
  }
  return real
}

function sorted<Item>(map: ReadonlyMap<number, Item>): [number, Item][] {
  return [...map].sort(([a], [b]) => a - b)
}
