import fc from 'fast-check'

/** How much is thrown at one thing, and what came of it. */
export interface Tally {
  /** Answers by what they were: a status, an error's code, `accepted`. */
  readonly outcomes: ReadonlyMap<string, number>
  readonly inputs: number
}

/** One thing that takes what comes from outside. */
export interface Target {
  readonly name: string
  /** Inputs for each 100,000 client frames. */
  readonly share: number
  fuzz(inputs: number, seed: number): Promise<Tally>
}

/** What a property tells of each of its inputs. */
export type Count = (outcome: string) => void

/**
 * Makes a target of a property, which must hold for every input.
 *
 * @param perRun how many inputs one run of the property is given, on average
 */
export function target<Input>(
  name: string,
  share: number,
  input: fc.Arbitrary<Input>,
  holds: (inputs: readonly Input[], count: Count) => Promise<void> | void,
  perRun = 25,
): Target {
  return {
    name,
    share,
    async fuzz(inputs, seed) {
      const outcomes = new Map<string, number>()
      let counted = 0
      const count: Count = (outcome) => {
        counted += 1
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
      const batch = fc.array(input, { minLength: 1, maxLength: 2 * perRun, size: 'max' })
      const property = fc.asyncProperty(batch, async (given) => {
        await holds(given, count)
        assertUnpolluted()
      })
      for (let round = 0; counted < inputs; round += 1) {
        const numRuns = Math.ceil((inputs - counted) / perRun)
        await fc.assert(property, { numRuns, seed: seed + round })
      }
      return { outcomes, inputs: counted }
    },
  }
}

const PROTOTYPES = [Object, Array, String, Function, Map, Promise].map(
  ({ prototype }) => [prototype, Reflect.ownKeys(prototype).length] as const,
)

function assertUnpolluted(): void {
  for (const [prototype, keys] of PROTOTYPES) {
    if (Reflect.ownKeys(prototype).length !== keys || 'polluted' in prototype) {
      throw new Error(`A prototype has been changed: ${Reflect.ownKeys(prototype).map(String)}`)
    }
  }
}
