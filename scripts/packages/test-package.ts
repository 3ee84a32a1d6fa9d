// Installs the packed package into empty projects, as users have them, and runs their tests there.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pasteDocs } from '../docs/paste-docs.ts'
import { findChromedriver } from '../find-chromedriver.ts'
import { findChromium } from '../find-chromium.ts'
import { type ProjectSetup, packPackage, testProject } from './package-project.ts'

const { executablePath } = await findChromium()
const chromedriver = findChromedriver()
const only = process.argv.slice(2)
const setups: readonly ProjectSetup[] = [
  { project: 'stock-vite', prepare: pasteDocs },
  { project: 'stock-nextjs', prepare: pasteDocs, env: { NEXT_TELEMETRY_DISABLED: '1' } },
  { project: 'storybook', env: { CHROMIUM_PATH: executablePath } },
  { project: 'angular', env: { CHROMIUM_PATH: executablePath } },
  { project: 'sveltekit', env: { CHROMIUM_PATH: executablePath } },
  { project: 'playwright', env: { CHROMIUM_PATH: executablePath } },
  { project: 'msw-playwright', env: { CHROMIUM_PATH: executablePath } },
  { project: 'agents', env: { CHROMIUM_PATH: executablePath } },
  { project: 'cdn-express', env: { CHROMIUM_PATH: executablePath } },
  {
    project: 'runners-browser',
    env: {
      CHROMIUM_PATH: executablePath,
      CYPRESS_INSTALL_BINARY: '0',
      ...(chromedriver !== undefined && { CHROMEDRIVER_PATH: chromedriver }),
    },
  },
  { project: 'runners-node' },
  { project: 'vitest' },
  { project: 'jest' },
  { project: 'jest-29-ts' },
  { project: 'jest-esm' },
  { project: 'nest' },
  { project: 'react-native' },
  { project: 'expo' },
  { project: 'wrappers' },
  { project: 'compose-stories' },
  { project: 'msw' },
  { project: 'backend' },
  { project: 'node-cjs' },
  { project: 'node-esm' },
].filter(({ project }) => only.length === 0 || only.includes(project))

const directory = await mkdtemp(join(tmpdir(), 'pusher-js-fake-tarball-'))
const start = performance.now()
let failed = 0
try {
  const tarball = await packPackage(directory)
  const waiting = [...setups]
  const work = async () => {
    for (let setup = waiting.shift(); setup !== undefined; setup = waiting.shift()) {
      const begun = performance.now()
      const { passed, output } = await testProject(tarball, setup)
      if (!passed) {
        failed++
        console.error(output)
      }
      console.log(`${passed ? 'pass' : 'FAIL'}  ${setup.project}  ${seconds(begun)}`)
    }
  }
  await Promise.all([work(), work()])
} finally {
  await rm(directory, { recursive: true, force: true })
}
console.log(
  `test:package: ${setups.length - failed} of ${setups.length} projects passed, ${seconds(start)}`,
)
process.exitCode = failed === 0 ? 0 : 1

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`
}
