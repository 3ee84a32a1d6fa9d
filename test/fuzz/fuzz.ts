import { parseArgs } from 'node:util'
import { authRequests } from './auth-requests.ts'
import { clientFrames } from './client-frames.ts'
import { connectionUrls } from './connection-urls.ts'
import { contractFiles } from './contract-files.ts'
import { controlRequests } from './control-requests.ts'
import { inspectorMessages } from './inspector-messages.ts'
import { commands, options } from './options.ts'
import { recordings } from './recordings.ts'
import { restRequests } from './rest-requests.ts'
import { storyParameters } from './story-parameters.ts'
import type { Target } from './target.ts'
import { webhookUrls } from './webhook-urls.ts'

// Throws what no honest client would send at everything that takes something from outside:
// npm run fuzz -- --runs 1000000 --seed 42 --only 'client frames'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
  },
})
const runs = Number(values.runs)
const seed = Number(values.seed)

const TARGETS: readonly Target[] = [
  clientFrames,
  restRequests,
  authRequests,
  connectionUrls,
  contractFiles,
  controlRequests,
  options,
  commands,
  storyParameters,
  webhookUrls,
  inspectorMessages,
  recordings,
]

const chosen = TARGETS.filter(({ name }) => values.only === undefined || values.only === name)
if (chosen.length === 0 || !(runs > 0) || !Number.isInteger(seed)) {
  console.error(
    `--only takes one of ${TARGETS.map(({ name }) => name).join(', ')}; --runs and --seed numbers`,
  )
  process.exit(2)
}

process.on('unhandledRejection', (reason) => {
  console.error('A promise was rejected and nobody looked:', reason)
  process.exit(1)
})

const rows: Record<string, string | number>[] = []
for (const { name, share, fuzz } of chosen) {
  const { inputs, outcomes } = await fuzz(Math.ceil((runs * share) / 100_000), seed).catch(
    (error: unknown) => {
      console.error(`${name}, seed ${seed}:`, error)
      process.exit(1)
    },
  )
  const common = [...outcomes].toSorted(([, a], [, b]) => b - a).slice(0, 6)
  rows.push({ what: name, inputs, outcomes: common.map((entry) => entry.join(' ')).join(', ') })
}
const total = rows.reduce((sum, { inputs }) => sum + Number(inputs), 0)
for (const { what, inputs, outcomes } of rows) {
  console.log(`${String(inputs).padStart(9)}  ${String(what).padEnd(20)} ${outcomes}`)
}
console.log(
  `${String(total).padStart(9)}  hostile inputs, seed ${seed}: nothing thrown, hung, polluted or lost`,
)
