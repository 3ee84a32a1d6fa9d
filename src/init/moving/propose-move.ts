import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Project } from '../project.ts'
import type { Edit, Manual, Proposal } from '../proposal.ts'
import { sourceFiles } from '../source-scan.ts'
import { moveTest } from './move-test.ts'
import type { Runner } from './moving.ts'

const SCRIPT = /\.[cm]?[jt]sx?$/
const SHOWN = 100

/**
 * Moves the tests of a project from pusher-js-mock, as far as its files say how.
 *
 * @param runners those that the project has
 * @param appKey where it is known
 */
export function proposeMove(
  project: Project,
  runners: readonly Runner[],
  appKey: string | undefined,
): Proposal {
  const tool = 'pusher-js-mock'
  const edits: Edit[] = []
  const manual: Manual[] = []
  for (const file of sourceFiles(project.root)) {
    if (!SCRIPT.test(file)) continue
    const path = join(project.root, file)
    const before = readFileSync(path, 'utf8')
    if (!before.includes('pusher-js-mock')) continue
    if (posix.dirname(file).split('/').includes('__mocks__')) {
      manual.push({ what: file, lines: ['Delete it: the real pusher-js runs.'] })
      continue
    }
    const runner = runnerOf(before, runners)
    if (/(?:^|\/)(?:jest|vite|vitest)\.config\.\w+$/.test(file) || runner === undefined) {
      manual.push({ what: file, lines: ['Take pusher-js-mock out of it.'] })
      continue
    }
    const { edit, decisions } = moved(path, before, runner, appKey)
    if (edit !== undefined) edits.push(edit)
    if (decisions.length > 0) manual.push({ what: file, lines: decisions })
  }
  if (edits.length + manual.length === 0) {
    return { tool, settled: 'no file uses it' }
  }
  const manifest = readFileSync(join(project.root, 'package.json'), 'utf8')
  if (/"moduleNameMapper"[^}]*pusher-js-mock/.test(manifest)) {
    manual.push({ what: 'package.json', lines: ['Take pusher-js-mock out of moduleNameMapper.'] })
  }
  manual.push({
    what: 'when its tests pass',
    lines: [`${project.packageManager} remove pusher-js-mock`],
  })
  return { tool, edits, manual }
}

function runnerOf(text: string, runners: readonly Runner[]): Runner | undefined {
  if (runners.length < 2) return runners[0]
  return /['"]vitest['"]|\bvi\.\w+\(/.test(text) ? 'vitest' : 'jest'
}

function moved(
  path: string,
  before: string,
  runner: Runner,
  appKey: string | undefined,
): { readonly edit?: Edit; readonly decisions: readonly string[] } {
  try {
    const { source, decisions } = moveTest(before, path, runner, appKey)
    const lines = before.split('\n')
    return {
      ...(source !== before && { edit: { path, before, after: source } }),
      decisions: decisions.map(
        ({ line, what }) =>
          `${line}: ${(lines[line - 1] ?? '').trim().slice(0, SHOWN)}\n    ${what}`,
      ),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { decisions: [`It could not be read: ${reason}`] }
  }
}
