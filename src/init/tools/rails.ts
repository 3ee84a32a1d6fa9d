import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../project.ts'
import type { Proposal } from '../proposal.ts'
import { backendFile } from './backend-file.ts'

/** @returns undefined when there is no Rails app that has the `pusher` gem */
export function proposeRails(project: Project): Proposal | undefined {
  const gemfile = project.find(['Gemfile'])
  if (gemfile === undefined) return undefined
  const gems = readFileSync(gemfile, 'utf8')
  if (!/^\s*gem\s+['"]pusher['"]/m.test(gems)) return undefined
  const has = (folder: string) => existsSync(join(project.root, folder))
  const runner = has('spec') ? RSPEC : has('features') && !has('test') ? CUCUMBER : MINITEST
  const path = join(project.root, runner.folder, 'support', 'pusher_fake.rb')
  if (existsSync(path)) return { tool: 'Rails', settled: `${project.show(path)} is there` }
  return {
    tool: 'Rails',
    files: [{ path, content: backendFile('ruby/pusher_fake.rb') }],
    manual: [
      ...runner.manual,
      {
        what: 'In the layout, in place of new Pusher(…) in the test environment:',
        lines: ['<%= raw PusherFake.javascript %>'],
      },
    ],
    commands: [runner.command],
  }
}

const RSPEC = {
  folder: 'spec',
  manual: [
    {
      what: 'In spec/rails_helper.rb, after the line that requires rspec/rails:',
      lines: ['require_relative "support/pusher_fake"'],
    },
  ],
  command: 'bundle exec rspec',
} as const

const MINITEST = {
  folder: 'test',
  manual: [
    {
      what: 'In test/test_helper.rb, after the line that requires rails/test_help:',
      lines: ['require_relative "support/pusher_fake"'],
    },
  ],
  command: 'bin/rails test:system',
} as const

/** Cucumber loads what is in its folder of support by itself. */
const CUCUMBER = { folder: 'features', manual: [], command: 'bundle exec cucumber' } as const
