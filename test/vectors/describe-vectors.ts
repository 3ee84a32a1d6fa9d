import { describe, test } from 'vitest'
import { loadVectors } from './load-vectors.ts'
import { runVector } from './run-vector.ts'
import type { Host } from './service.ts'

/** One test for each vector against what the host serves. */
export function describeVectors(host: Host): void {
  for (const { feature, vectors } of loadVectors()) {
    describe(feature, () => {
      test.for(vectors.map((vector) => [vector.name, vector] as const))(
        '%s',
        async ([, vector], { skip }) => {
          const settings = vector.app ?? {}
          const cause = vector.skip?.[host.name] ?? host.refuses?.(settings)
          skip(cause !== undefined, cause)
          const service = await host.start(settings)
          try {
            await runVector(vector, service)
          } finally {
            await service.stop()
          }
        },
      )
    })
  }
}
