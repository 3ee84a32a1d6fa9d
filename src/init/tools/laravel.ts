import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import type { PusherSettings } from '../pusher-settings.ts'
import { PUSHER_FAKE_PHP } from './pusher-fake-php.ts'

/** @returns undefined when there is no Laravel app that broadcasts to Pusher or Reverb */
export function proposeLaravel(project: Project, settings: PusherSettings): Proposal | undefined {
  const composer = project.find(['composer.json'])
  if (composer === undefined) return undefined
  const packages = readFileSync(composer, 'utf8')
  const broadcasts = /"(?:pusher\/pusher-php-server|laravel\/reverb)"/.test(packages)
  if (!packages.includes('"laravel/framework"') || !broadcasts) return undefined
  const path = join(project.root, 'tests', 'PusherFake.php')
  if (existsSync(path)) return { tool: 'Laravel', settled: `${project.show(path)} is there` }
  const { key = 'app-key', echo = 'pusher' } = settings
  const prefix = echo === 'reverb' ? 'REVERB' : 'PUSHER'
  return {
    tool: 'Laravel',
    files: [{ path, content: PUSHER_FAKE_PHP }],
    manual: [
      {
        what: 'In .env.testing, and in .env.dusk.local where you have it:',
        lines: [
          `BROADCAST_CONNECTION=${echo}`,
          `${prefix}_APP_ID=app-id`,
          `${prefix}_APP_KEY=${key}`,
          `${prefix}_APP_SECRET=app-secret`,
          `${prefix}_HOST=127.0.0.1`,
          `${prefix}_PORT=6001`,
          `${prefix}_SCHEME=http`,
          ...(echo === 'reverb' ? ['PUSHER_HOST=127.0.0.1', 'PUSHER_PORT=6001'] : []),
          'PUSHER_CONTROL_TOKEN=a-token',
        ],
      },
      {
        what: 'The service beside the tests:',
        lines: [
          `${project.runCommand(['pusher-js-fake', '--key', key, '--control-token', 'a-token'])} &`,
        ],
      },
    ],
    commands: ['php artisan test'],
  }
}
