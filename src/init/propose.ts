import { proposeMove } from './moving/propose-move.ts'
import type { Project } from './project.ts'
import type { Proposal } from './proposal.ts'
import { type PusherSettings, readSettings } from './pusher-settings.ts'
import { scanSource } from './source-scan.ts'
import { proposeDjango } from './tools/django.ts'
import { proposeJest, readJest } from './tools/jest.ts'
import { proposeLaravel } from './tools/laravel.ts'
import { proposeMsw } from './tools/msw.ts'
import { proposePlaywright, readPlaywright } from './tools/playwright.ts'
import { proposeRails } from './tools/rails.ts'
import { proposeStorybook } from './tools/storybook.ts'
import { proposeVitest, readVitest } from './tools/vitest.ts'

/** What was found, and what is proposed for it. */
export interface Plan {
  readonly settings: PusherSettings
  readonly proposals: readonly Proposal[]
}

/** As {@link propose}, to move the tests of a project from pusher-js-mock. */
export function proposeMoving(project: Project): Plan {
  const scan = scanSource(project.root)
  const settings = readSettings(project, scan, 'test')
  const runners = [
    ...(readVitest(project) === undefined ? [] : (['vitest'] as const)),
    ...(readJest(project) === undefined ? [] : (['jest'] as const)),
  ]
  return { settings, proposals: [proposeMove(project, runners, settings.key)] }
}

/** Looks at the project; nothing is run and nothing written. */
export async function propose(project: Project): Promise<Plan> {
  const scan = scanSource(project.root)
  const development = readSettings(project, scan, 'development')
  const inTests = readSettings(project, scan, 'test')
  const playwright = readPlaywright(project)
  const vitest = readVitest(project)
  const jest = readJest(project)
  // Neither runner may run the tests of the other.
  const playwrightFiles = playwright === undefined ? [] : [playwright.files]
  const vitestFiles = vitest?.projects ?? []
  const jestFiles = jest === undefined ? [] : [jest.files]
  const proposals = [
    playwright &&
      proposePlaywright(project, playwright, development, scan, [...vitestFiles, ...jestFiles]),
    vitest && proposeVitest(project, vitest, inTests, scan, playwrightFiles),
    jest && proposeJest(project, jest, inTests, scan, playwrightFiles),
    await proposeStorybook(project, development),
    proposeMsw(project, vitest, inTests, scan, playwrightFiles),
    proposeRails(project),
    proposeLaravel(project),
    proposeDjango(project),
  ]
  return {
    settings: development,
    proposals: proposals.filter((proposal) => proposal !== undefined),
  }
}
