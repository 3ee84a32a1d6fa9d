import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../project.ts'
import type { Manual, Proposal } from '../proposal.ts'
import { backendFile } from './backend-file.ts'

/** @returns undefined when there is no Laravel app that broadcasts to Pusher or Reverb */
export function proposeLaravel(project: Project): Proposal | undefined {
  const composer = project.find(['composer.json'])
  if (composer === undefined) return undefined
  const packages = readFileSync(composer, 'utf8')
  const broadcasts = /"(?:pusher\/pusher-php-server|laravel\/reverb)"/.test(packages)
  if (!packages.includes('"laravel/framework"') || !broadcasts) return undefined
  const path = join(project.root, 'tests', 'PusherFake.php')
  if (existsSync(path)) return { tool: 'Laravel', settled: `${project.show(path)} is there` }
  return {
    tool: 'Laravel',
    files: [{ path, content: backendFile('php/PusherFake.php') }],
    manual: [packages.includes('"pestphp/pest"') ? PEST : PHPUNIT],
    commands: ['php artisan test'],
  }
}

const PEST: Manual = {
  what: 'In tests/Pest.php, for the tests that extend TestCase:',
  lines: [
    "uses(Tests\\TestCase::class)->beforeEach(fn () => Tests\\PusherFake::reset())->in('Feature');",
  ],
}

const PHPUNIT: Manual = {
  what: 'In tests/TestCase.php, in setUp() after parent::setUp():',
  lines: ['PusherFake::reset();'],
}
